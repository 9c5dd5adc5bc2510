module.exports = require('../../scripts/lint/packageRules.cjs')(__dirname);
