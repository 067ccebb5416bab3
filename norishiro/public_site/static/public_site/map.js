// The map of what is open: points from GeoJSON on the town's boundary. The list beside it says the same without a script.
"use strict";

(() => {
  const box = document.getElementById("map");
  const failed = document.getElementById("map-failed");
  if (!box) return;

  const NAMED = 40;

  const read = async (address) => {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const words = (place) => {
    const content = document.createElement("p");
    const link = document.createElement("a");
    link.href = place.url;
    link.textContent = place.name;
    const kind = document.createElement("span");
    kind.textContent = place.kind;
    content.append(link, document.createElement("br"), kind);
    return content;
  };

  const draw = async () => {
    const given = box.dataset;
    const [places, boundary] = await Promise.all([
      read(given.places),
      given.boundary ? read(given.boundary).catch(() => null) : null,
    ]);
    if (!places.features.length && !boundary && !given.tiles) {
      document.getElementById("map-empty").hidden = false;
      return;
    }
    box.hidden = false;
    const map = L.map(box, { preferCanvas: places.features.length > NAMED, zoomControl: false, attributionControl: Boolean(given.credit) });
    L.control.zoom({ zoomInTitle: given.zoomIn, zoomOutTitle: given.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if (given.tiles) L.tileLayer(given.tiles, { attribution: given.credit, maxZoom: 18, referrerPolicy: "no-referrer" }).addTo(map);
    const edge = boundary ? L.geoJSON(boundary, { interactive: false, style: { color: "#626264", weight: 2, fillColor: "#ffffff", fillOpacity: given.tiles ? 0 : 1 } }).addTo(map) : null;
    const few = places.features.length <= NAMED;
    const layer = L.geoJSON(places, {
      pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 9, color: "#ffffff", weight: 2, fillColor: "#0017c1", fillOpacity: 1 }),
      onEachFeature: (feature, point) => {
        point.bindPopup(words(feature.properties));
        if (few) point.bindTooltip(feature.properties.name, { permanent: true, direction: "right", offset: [10, 0] });
      },
    }).addTo(map);
    const bounds = places.features.length ? layer.getBounds() : edge ? edge.getBounds() : null;
    if (bounds) map.fitBounds(bounds, { padding: [32, 32], maxZoom: 16 });
    else map.setView([36, 138], 5);
  };

  draw().catch(() => {
    box.hidden = true;
    failed.hidden = false;
  });
})();
