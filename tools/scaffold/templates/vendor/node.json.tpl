{
  "node": "<%= packageName %>.<%= vendor %>",
  "nodeVersion": "1.0",
  "codexVersion": "1.0",
  "categories": ["Marketing"],
  "alias": ["TODO: other names that people search by"],
  "resources": {
    "credentialDocumentation": [{ "url": "https://example.com" }],
    "primaryDocumentation": [{ "url": "https://example.com" }]
  }
}
