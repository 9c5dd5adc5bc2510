import type { WireReply } from '../../wire/PlatformServer.ts';

const json = { 'content-type': 'application/json' };

/** `common.v1.response.ApiResponseMetadata`. */
function metadata(total: number | undefined, hasError: boolean) {
  return {
    flags: [
      { name: 'hasError', value: hasError },
      { name: 'isPaginated', value: total !== undefined },
      { name: 'isTruncated', value: false },
    ],
    links: [
      { href: 'http://127.0.0.1:9444/api/not-to-be-followed', rel: 'self' },
    ],
    ...(total === undefined ? {} : { totalAvailableResults: total }),
  };
}

/** One page; an empty one has no `data`. */
export function page(entities: object[], total: number): WireReply {
  return {
    status: 200,
    headers: json,
    body: JSON.stringify({
      ...(entities.length > 0 ? { data: entities } : {}),
      $dataItemDiscriminator: 'List',
      metadata: metadata(total, false),
    }),
  };
}

/** One entity, with the ETag that changes of it must show. */
export function single(entity: object, etag: string): WireReply {
  return {
    status: 200,
    headers: { ...json, etag },
    body: JSON.stringify({
      data: entity,
      metadata: metadata(undefined, false),
    }),
  };
}

/** A refusal in words (`ErrorResponse` with `AppMessage`). */
export function refusal(
  status: number,
  message: string,
  code: string,
): WireReply {
  return {
    status,
    headers: json,
    body: JSON.stringify({
      data: {
        $objectType: 'vmm.v4.error.ErrorResponse',
        error: [
          {
            $objectType: 'vmm.v4.error.AppMessage',
            message,
            severity: 'ERROR',
            code,
            locale: 'en_US',
          },
        ],
      },
      metadata: metadata(undefined, true),
    }),
  };
}

/** A query that is not one (`SchemaValidationError`). */
export function invalid(message: string): WireReply {
  return {
    status: 400,
    headers: json,
    body: JSON.stringify({
      data: {
        $objectType: 'vmm.v4.error.ErrorResponse',
        error: {
          $objectType: 'vmm.v4.error.SchemaValidationError',
          statusCode: 400,
          error: 'Bad Request',
          validationErrorMessages: [{ message }],
        },
      },
      metadata: metadata(undefined, true),
    }),
  };
}
