// What is checked in the code of the page and in its tests.

import js from "@eslint/js";

const readonly = (...names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

// All that the page takes from the browser; whatever else it asks for is a slip, or a way out.
const BROWSER = readonly(
  "Blob",
  "DOMParser",
  "FileReader",
  "URL",
  "clearInterval",
  "clearTimeout",
  "document",
  "getComputedStyle",
  "requestAnimationFrame",
  "setInterval",
  "setTimeout",
  "vis",
  "window",
);
const NODE = readonly("URL", "globalThis", "process");

const MARKUP = "names are hostile text: make elements with el(), which writes text alone";
const properties = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "setHTMLUnsafe"].map((property) => ({
  property,
  message: MARKUP,
}));

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      curly: "error",
      "default-param-last": "error",
      eqeqeq: "error",
      "max-depth": ["error", 6],
      "max-lines": ["error", 400],
      "max-params": ["error", 7],
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-lonely-if": "error",
      "no-new-func": "error",
      "no-restricted-properties": ["error", ...properties, { object: "document", property: "write", message: MARKUP }],
      "no-script-url": "error",
      "no-shadow": "error",
      "no-unneeded-ternary": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-arrow-callback": "error",
      "prefer-const": "error",
      "prefer-object-has-own": "error",
      "prefer-template": "error",
    },
  },
  {
    files: ["polegraph/**/*.js"],
    languageOptions: { globals: BROWSER },
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "AssignmentExpression[left.object.name='state'], AssignmentExpression[left.object.object.name='state']",
          message: "the state of the page is changed with change(), which tells those who show it",
        },
      ],
    },
  },
  { files: ["tests/**/*.js"], languageOptions: { globals: NODE } },
];
