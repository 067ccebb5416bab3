// On a site of files: marks today among the days, and leads there at once when somebody comes from the first page.
"use strict";

(() => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const link = document.querySelector(`[data-on="${today}"]`);
  if (!link) return;
  link.setAttribute("aria-current", "date");
  if (/index\.html$|\/$/.test(document.referrer)) location.replace(link.href);
})();
