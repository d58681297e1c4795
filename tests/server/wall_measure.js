// What the last row can read of the frame that is shown: the lowest capital in vmin, texts outside or cut through, emptiness.
() => {
  const box = {l: innerWidth*.05, t: innerHeight*.05, r: innerWidth*.95, b: innerHeight*.95};
  const min = Math.min(innerWidth, innerHeight);
  const f = document.querySelector('.w.show'), out = [], ink = [];
  let cap = 1e9;
  for (const root of [f, document.querySelector('.band'), document.querySelector('#stale:not([hidden])')].filter(Boolean)) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const n = walk.currentNode, p = n.parentElement;
    if (!n.textContent.trim() || p.closest('svg') || p.closest('[hidden]')) continue;
    const size = parseFloat(getComputedStyle(p).fontSize);
    const clip = p.closest('.clip, li > span, .cutnext .next');
    const cb = clip ? clip.getBoundingClientRect() : null;
    const r = document.createRange(); r.selectNodeContents(n);
    for (const q of r.getClientRects()) {
      if (!q.width) continue;
      if (cb && (q.top >= cb.bottom - 2 )) continue;
      cap = Math.min(cap, size * .66 / min * 100);
      ink.push([q.left, q.top + q.height*.25, q.right, q.bottom - q.height*.2]);
      const lim = clip || p.closest('header') ? 1e9 : innerHeight + 1;
      if (q.left < -1 || (q.right > innerWidth + 1 && !clip && !p.closest('header')) || q.bottom > lim) out.push(n.textContent);
      const sb = root.getBoundingClientRect();
      if (!clip && root === f && q.bottom > sb.bottom + 1) out.push('under ' + n.textContent);
    }
  } }
  const pen = document.createElement('canvas').getContext('2d');
  for (const e of f.querySelectorAll('*')) {
    const s = getComputedStyle(e), size = parseFloat(s.fontSize);
    if (s.overflowY !== 'hidden' || !e.offsetWidth || !e.textContent.trim() || e.closest('svg, .visually-hidden')) continue;
    pen.font = `${s.fontWeight} 100px ${s.fontFamily}`;
    const m = pen.measureText('gjpqy');
    const line = parseFloat(s.lineHeight) / size * 100;
    const room = (line - m.fontBoundingBoxAscent - m.fontBoundingBoxDescent) / 2 + m.fontBoundingBoxDescent;
    if (room + parseFloat(s.paddingBottom) / size * 100 < m.actualBoundingBoxDescent) out.push('tails of ' + e.textContent.trim());
  }
  for (const e of document.querySelectorAll('.w.show svg *, .w.show .bar, .w.show .bars i, .w.show .inv')) {
    const q = e.getBoundingClientRect();
    if (q.width) ink.push([q.left, q.top, q.right, q.bottom]);
  }
  for (const e of document.querySelectorAll('.w.show header')) { // rules are ink too
    const q = e.getBoundingClientRect();
    ink.push([q.left, q.bottom - 2, q.right, q.bottom]);
  }
  for (const e of document.querySelectorAll('.w.show .sides section, .w.show .foot')) {
    const q = e.getBoundingClientRect();
    if (!e.closest('.plain')) ink.push([q.left, q.top, q.right, q.top + 2]);
  }
  const nx = innerWidth > innerHeight ? 16 : 9, ny = innerWidth > innerHeight ? 9 : 16; let empty = 0;
  for (let i = 0; i < nx; i++) for (let j = 0; j < ny; j++) {
    const x = box.l + (box.r-box.l)*i/nx, y = box.t + (box.b-box.t)*j/ny, X = x + (box.r-box.l)/nx, Y = y + (box.b-box.t)/ny;
    if (!ink.some(q => q[0] < X && q[2] > x && q[1] < Y && q[3] > y)) empty++;
  }
  return {cap: cap, out, empty: Math.round(100*empty/(nx*ny)), scale: f.dataset.scale, step: f.dataset.step, kind: f.dataset.kind||''};
}
