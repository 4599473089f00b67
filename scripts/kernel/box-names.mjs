// @ts-check

/** What a name of the notebook is called in the code of cells: the box that holds its value. @param {string} name */
export const boxName = (name) => `$live_${name}`;

/** Puts the names back into the messages of errors: "n is not a function", not "(0 , $live_n.value) is not a function". @param {string} message */
export const withoutBoxes = (message) =>
  message.replace(
    /\(0 ?, ?\$live_([\w$]+)\.value\)|\$live_([\w$]+)\.value/g,
    (_, called, read) => called ?? read,
  );
