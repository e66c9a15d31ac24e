<#macro emailLayout>
<!DOCTYPE html>
<html lang="${locale.toLanguageTag()}" dir="${(ltr)?then('ltr','rtl')}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${subject!realmName!""}</title>
  <style>
    :root { color-scheme: light dark; }
    body { margin: 0; padding: 24px 16px; background: #eef3f4; color: #16262b; font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans JP", "Hiragino Sans", sans-serif; overflow-wrap: anywhere; }
    .card { max-width: 544px; margin: 0 auto; padding: 24px; border-top: 4px solid #0b5a6b; border-radius: 8px; background: #ffffff; }
    .wordmark { margin: 0 0 24px; font-size: 16px; font-weight: 600; }
    h1 { margin: 16px 0; font: 600 28px/1.3 ui-monospace, Consolas, monospace; letter-spacing: 0.1em; }
    p { margin: 0 0 16px; }
    a { color: #0b5a6b; }
    @media (prefers-color-scheme: dark) {
      body { background: #0f1719; color: #e6eef0; }
      .card { border-color: #63c7d9; background: #182327; }
      a { color: #63c7d9; }
    }
  </style>
</head>
<body>
<div class="card">
  <p class="wordmark">${realmName!""}</p>
  <#nested>
</div>
</body>
</html>
</#macro>
