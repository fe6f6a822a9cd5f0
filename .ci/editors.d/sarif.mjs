// Validates logs by the official schema of SARIF 2.1.0, which a package carries: sarif.mjs PACKAGES LOG...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [packages, ...logs] = process.argv.slice(2);
const require = createRequire(`${packages}/`);
const Ajv = require('ajv');
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const ajv = new Ajv({ allErrors: true, schemaId: 'id', meta: false });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(schema);

for (const path of logs) {
    const log = JSON.parse(readFileSync(path, 'utf8'));
    if (!validate(log)) {
        console.error(`error: ${path}: ${JSON.stringify(validate.errors, null, 2)}`);
        process.exit(1);
    }
    // The validation can fail.
    log.runs[0].columnKind = 'characters';
    if (validate(log)) throw new Error('the schema accepts anything');
}
