// A browser may keep a page whole, whatever caches are told (HTML's back/forward cache): whoever comes back to one that
// shows an account may have signed out since, or be somebody else.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
