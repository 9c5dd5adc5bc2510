/**
 * Reads an answer to its end, telling how much came, and gives it to the
 * browser as a file. A cut connection throws: half a file is never saved.
 */
export async function saveAnswer(
  response: Response,
  fileName: string,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const pieces: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    bytes += value.byteLength;
    onProgress(bytes);
  }
  const type = response.headers.get('content-type') ?? 'text/csv';
  const address = URL.createObjectURL(new Blob(pieces, { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
