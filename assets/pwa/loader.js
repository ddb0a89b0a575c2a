// Starts the page: tests the browser, loads the page's module, registers the service worker, and says plainly when
// something failed. It knows no screen and no record. Written for old browsers too (no modern syntax).
//
// With the page it speaks in events of `window`:
//   loader → page   studio-update-ready   a new version is on this device and waits for the user's consent
//   page → loader   studio-activate       the user agreed: start the new version
//   page → loader   studio-failed         the page cannot go on (a panic): offer to load again
// and by two functions: studioEngine(), the engine's worker, started at the first call, with what it said until the page
// took over its onmessage; studioReel(id, at), which lets pictures side by side be turned and made larger.
// A page that starts later than the first event finds <html data-update="ready">.
(function () {
  'use strict';
  var root = document.documentElement;
  var own = document.currentScript;
  var UPDATE_QUESTION_EVERY_MS = 60 * 60 * 1000;

  function show(id) {
    var section = document.getElementById(id);
    var main = document.getElementById('main');
    if (main) main.hidden = true;
    if (section) section.hidden = false;
  }

  function say(event) {
    window.dispatchEvent(new CustomEvent(event));
  }

  function modulesInWorkers() {
    var asked = false;
    try {
      // A browser that knows module workers reads `type` first; the refusal then keeps it from starting anything.
      new Worker(own.src, { get type() { asked = true; throw new Error('asked'); } }).terminate();
    } catch (error) {
      // Asked, or no workers at all.
    }
    return asked;
  }

  function supported() {
    return typeof WebAssembly === 'object' && typeof Promise === 'function' && 'noModule' in document.createElement('script') &&
      typeof BigInt === 'function' && modulesInWorkers();
  }

  function failed() {
    show('studio-failed');
    document.getElementById('studio-reload').onclick = function () { location.reload(); };
  }

  function watchForFailures() {
    window.addEventListener('studio-failed', failed);
    // A panic in the page's module arrives as a trap: nothing of the page works after it.
    window.addEventListener('error', function (event) {
      if (event.error instanceof WebAssembly.RuntimeError) failed();
    });
    window.addEventListener('unhandledrejection', function (event) {
      if (event.reason instanceof WebAssembly.RuntimeError) failed();
    });
  }

  // On a device that has all files the engine starts beside the page, not after it: each takes about as long. On a
  // first visit its download would hold up the first paint, so it waits until the page asks.
  function startEngineBesidePage() {
    if (!navigator.serviceWorker || !navigator.serviceWorker.controller) return;
    try {
      window.studioEngine();
    } catch (error) {
      // The page asks again and says so.
    }
  }

  // The page says that it goes; one that stays after all (a link to another program) says after a while that it is seen.
  window.addEventListener('beforeunload', function () {
    setTimeout(function () { document.dispatchEvent(new Event('visibilitychange')); }, 3000);
  });

  var engine;
  window.studioEngine = function () {
    if (engine) return engine;
    var address = document.querySelector('meta[name=studio-worker]').content;
    var worker = new Worker(address, { type: 'module' });
    engine = { worker: worker, early: [], broken: undefined };
    worker.onmessage = function (event) { engine.early.push(event.data); };
    worker.onerror = function (event) { engine.broken = String(event.message); };
    return engine;
  };

  // A browser prints what is loaded: the printer is asked for once the pictures on the sheet are.
  window.studioPrint = function () {
    var images = Array.prototype.map.call(document.querySelectorAll('.a4 img'), function (image) {
      return image.decode().catch(function () {});
    });
    // Not in the promise's own turn: what stops everything else is not to begin there.
    Promise.all(images).then(function () { setTimeout(function () { window.print(); }, 0); });
  };

  // Pictures side by side in an element that snaps, the first one shown being number `at`. Two fingers, a double tap and
  // the wheel with Ctrl (so speaks a touchpad) make one larger; arrow keys and buttons named `turn` go on. Each lies in a
  // box that scrolls: moving about in it, and on to the next one at its edge, is the browser's own scrolling.
  window.studioReel = function (id, at) {
    var LARGEST = 4, TAPPED = 2.5;
    var reel = document.getElementById(id);
    var fingers, larger;

    function zoomOf(box) { return Number(box.style.getPropertyValue('--zoom')) || 1; }

    // The place under the fingers stays under them.
    function zoom(box, to, x, y) {
      var place = box.getBoundingClientRect();
      var size = Math.min(Math.max(to, 1), LARGEST);
      var by = size / zoomOf(box);
      var left = (box.scrollLeft + x - place.left) * by - (x - place.left);
      var top = (box.scrollTop + y - place.top) * by - (y - place.top);
      box.style.setProperty('--zoom', size);
      box.scrollLeft = left;
      box.scrollTop = top;
      larger = box;
    }

    function pinched(event) {
      var a = event.touches[0], b = event.touches[1];
      return { apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 };
    }

    function turn(by) { reel.scrollBy(by * reel.clientWidth, 0); }

    function on(place, name, heard) { place.addEventListener(name, heard, { passive: false }); }

    on(reel, 'touchstart', function (event) {
      var box = event.target.closest('.viewer-box');
      fingers = event.touches.length === 2 && box ? { box: box, zoom: zoomOf(box), apart: pinched(event).apart } : undefined;
      // While two fingers work the pictures stay where they are.
      reel.style.overflow = fingers ? 'hidden' : '';
    });
    on(reel, 'touchmove', function (event) {
      if (!fingers || event.touches.length !== 2) return;
      var now = pinched(event);
      if (event.cancelable) event.preventDefault();
      zoom(fingers.box, fingers.zoom * now.apart / fingers.apart, now.x, now.y);
    });
    on(reel, 'touchend', function () {
      fingers = undefined;
      reel.style.overflow = '';
    });
    on(reel, 'dblclick', function (event) {
      var box = event.target.closest('.viewer-box');
      if (box) zoom(box, zoomOf(box) > 1 ? 1 : TAPPED, event.clientX, event.clientY);
    });
    on(reel, 'wheel', function (event) {
      var box = event.target.closest('.viewer-box');
      if (!event.ctrlKey || !box) return;
      event.preventDefault();
      zoom(box, zoomOf(box) * Math.exp(-event.deltaY / 100), event.clientX, event.clientY);
    });
    // One that was left is small again.
    on(reel, 'scroll', function () {
      if (larger && Math.abs(larger.getBoundingClientRect().left) >= reel.clientWidth) {
        larger.style.removeProperty('--zoom');
        larger = undefined;
      }
    });
    on(reel.parentNode, 'keydown', function (event) {
      var by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      turn(by);
    });
    on(reel.parentNode, 'click', function (event) {
      var button = event.target.closest('[name=turn]');
      if (button) turn(Number(button.value));
    });
    reel.scrollLeft = at * reel.clientWidth;
  };

  // The page draws below the first paint and does not know of it.
  function removeFirstPaintOnceDrawn() {
    var main = document.getElementById('main');
    new MutationObserver(function (changes, observer) {
      if (main.children.length < 2) return;
      observer.disconnect();
      main.removeChild(main.querySelector('.first-paint'));
    }).observe(main, { childList: true });
  }

  function startPage() {
    removeFirstPaintOnceDrawn();
    var script = document.createElement('script');
    script.type = 'module';
    script.src = own.getAttribute('data-page');
    script.onerror = failed;
    // While nothing is drawn, any error is a failure to start (a broken download of the wasm file, for instance).
    window.addEventListener('error', function () {
      if (document.querySelector('#main > .first-paint')) failed();
    });
    document.head.appendChild(script);
  }

  function updateWaits() {
    root.setAttribute('data-update', 'ready');
    say('studio-update-ready');
  }

  function registerServiceWorker() {
    // Missing in an insecure context and in some chat apps: the page then simply needs the network to open.
    if (!('serviceWorker' in navigator)) return;
    var workers = navigator.serviceWorker;
    workers.addEventListener('message', function (event) {
      if (event.data && event.data.type === 'update-ready') updateWaits();
    });
    workers.register('/app/sw.js', { scope: '/app/', updateViaCache: 'none' }).then(function (registration) {
      if (registration.waiting && workers.controller) updateWaits();
      window.addEventListener('studio-activate', function () { activate(workers, registration.waiting); });
      lookForUpdates(registration);
    }, function () {
      // Offline, or the server is down: an older registration goes on working.
    });
  }

  // An installed app stays open for days: it also asks when it comes to the front again.
  function lookForUpdates(registration) {
    var asked = 0;
    function ask() {
      if (document.hidden || Date.now() - asked < UPDATE_QUESTION_EVERY_MS) return;
      asked = Date.now();
      registration.update().catch(function () { asked = 0; });
    }
    document.addEventListener('visibilitychange', ask);
    ask();
  }

  function activate(workers, waiting) {
    if (!waiting) return;
    workers.addEventListener('controllerchange', function () { location.reload(); });
    waiting.postMessage({ type: 'activate' });
  }

  if (!supported()) {
    show('studio-unsupported');
    return;
  }
  watchForFailures();
  startEngineBesidePage();
  startPage();
  // The first paint goes first: the service worker's downloads would compete with it for a thin line.
  window.addEventListener('load', registerServiceWorker);
})();
