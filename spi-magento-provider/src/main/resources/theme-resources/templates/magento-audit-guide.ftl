<#import "magento-audit-page.ftl" as audit>
<#-- The guide is text of ours, escaped where it was made. It is in English whatever the page's language. -->
<@audit.layout heading=magento.heading current="guide">
  <article class="magento-audit-guide" lang="en" id="magento-guide-text">${magento.guide?no_esc}</article>
</@audit.layout>
