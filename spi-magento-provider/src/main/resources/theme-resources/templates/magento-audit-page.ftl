<#--
  What the magento-audit*.ftl pages share. Names and whatever else a stranger can choose are never put through msg(): they
  stay out of message formatting, are escaped, and are isolated with bdi. Tables are wrapped in a group that scrolls by
  itself and can be reached by the keyboard, so that the page is never wider than the screen. Of a list each row becomes a
  card on a narrow screen: its parts then are no table to a browser any more, so they say themselves what they are.
-->
<#import "magento-page.ftl" as page>

<#macro layout heading current>
  <@page.layout heading=heading>
    <link rel="stylesheet" href="${url.resourcesPath}/css/magento-audit.css">
    <div class="magento-audit" data-copy="${msg("magento.audit.copy")}" data-copied="${msg("magento.audit.copied")}">
      <nav class="magento-audit-nav" aria-label="${msg("magento.audit.nav.label")}">
        <ul>
          <@navigation href=magento.overviewUrl label=msg("magento.audit.nav.overview") isCurrent=(current = "overview")/>
          <@navigation href=magento.accountsUrl label=msg("magento.audit.nav.accounts") isCurrent=(current = "accounts")/>
          <@navigation href=magento.entriesUrl label=msg("magento.audit.nav.entries") isCurrent=(current = "entries")/>
            <@navigation href=magento.guideUrl label=msg("magento.audit.nav.guide") isCurrent=(current = "guide")/>
        <li><a href="${magento.operateUrl}" id="magento-operate-link">${msg("magento.operate.title")}</a></li>
        </ul>
        <div class="magento-audit-who">
          <span>${msg("magento.user.you")} <bdi>${magento.accountName}</bdi></span>
          <form action="${magento.signOutUrl}" method="post">
            <input type="hidden" name="stateChecker" value="${magento.stateChecker}">
            <button class="magento-audit-link" type="submit" id="magento-sign-out">${msg("magento.user.sign-out")}</button>
          </form>
        </div>
      </nav>
      <#nested>
    </div>
    <script src="${url.resourcesPath}/vendor/chart.js/chart.umd.min.js" defer></script>
    <script src="${url.resourcesPath}/js/magento-audit.js" defer></script>
  </@page.layout>
</#macro>

<#macro navigation href label isCurrent>
  <li><a href="${href}"<#if isCurrent> aria-current="page"</#if>>${label}</a></li>
</#macro>

<#macro section id heading>
  <section class="magento-audit-section" id="magento-${id}" aria-labelledby="magento-${id}-heading">
    <h2 id="magento-${id}-heading">${heading}</h2>
    <#nested>
  </section>
</#macro>

<#-- The columns are what is nested: cells of the head, then the rows; label tells what the table is. -->
<#macro table id label>
  <div class="magento-audit-table" role="group" aria-label="${label}" tabindex="0">
    <table id="magento-${id}-table">
      <#nested>
    </table>
  </div>
</#macro>

<#--
  A list, of which each row is a card where the screen is narrow. Titles are the heads of the columns; a number has
  the series by which a chart draws it, or an empty one.
-->
<#macro list id label titles series={}>
  <div class="magento-audit-table" role="group" aria-label="${label}" tabindex="0">
    <table id="magento-${id}-table" class="magento-audit-list" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <#list titles as title><th scope="col" role="columnheader"<#if series[title]??> class="magento-audit-number" data-series="${series[title]}"</#if>>${title}</th></#list>
        </tr>
      </thead>
      <tbody role="rowgroup">
        <#nested>
      </tbody>
    </table>
  </div>
</#macro>

<#-- A cell of a list: what is nested, with its column's title where there are no columns. -->
<#macro cell title>
  <#local content><#nested></#local>
  <td role="cell" data-title="${title}"<#if !content?markup_string?trim?has_content> class="magento-audit-empty"</#if>>${content}</td>
</#macro>

<#-- Rows beyond the first five of a table are shown once asked for; without this element's style, from the beginning. -->
<#macro all rows>
  <#if rows?size gt 5>
    <details class="magento-audit-all">
      <summary><span class="magento-audit-all-more">${msg("magento.audit.all", rows?size)}</span><span class="magento-audit-all-less">${msg("magento.audit.all.less")}</span></summary>
    </details>
  </#if>
</#macro>

<#-- What an account is to the policy: its words, and a sign of its own shape beside them. -->
<#macro badge state>
  <span class="magento-audit-badge magento-audit-badge-${state}"><@sign state=state/><span>${msg("magento.audit.state." + state)}</span></span>
</#macro>

<#macro sign state>
  <svg class="magento-audit-sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <#switch state>
      <#case "linked"><path d="M3 8.5 6.5 12 13 4.5"/><#break>
      <#case "exempt"><path d="M8 1.5 13.5 4v4c0 3.2-2.4 5.5-5.5 6.5C4.9 13.5 2.5 11.2 2.5 8V4Z"/><#break>
      <#case "due"><circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/><#break>
      <#case "overdue"><path d="M8 1.8 14.7 13.7H1.3Z"/><path d="M8 6v3.5M8 11.4v.6"/><#break>
      <#default><circle cx="8" cy="8" r="6"/><path d="M3.8 3.8 12.2 12.2"/>
    </#switch>
  </svg>
</#macro>

<#-- The coverage at a glance; the same numbers stand beside it. -->
<#macro bar parts share label="">
  <div class="magento-audit-coverage">
    <svg class="magento-audit-bar" viewBox="0 0 1000 20" preserveAspectRatio="none"<#if label?has_content> role="img" aria-label="${label}"<#else> aria-hidden="true"</#if> focusable="false">
      <#list parts as part><rect class="magento-audit-bar-${part.state}" x="${part.from}" width="${part.width}" height="20"/></#list>
    </svg>
    <span class="magento-audit-percent">${share}</span>
  </div>
</#macro>

<#-- An id: cut short on the screen, and whole to whoever selects, copies, prints or hears it. -->
<#macro id value href="">
  <span class="magento-audit-id"><#if href?has_content><a href="${href}"><bdi class="magento-audit-code" title="${value}">${value}</bdi></a><#else><bdi class="magento-audit-code" title="${value}" tabindex="0">${value}</bdi></#if></span>
</#macro>

<#macro number cell title="">
  <td class="magento-audit-number" data-value="${cell.value}"<#if title?has_content> role="cell" data-title="${title}"</#if>><#if cell.url?? && cell.value != "0"><a href="${cell.url}">${cell.text}</a><#else>${cell.text}</#if></td>
</#macro>

<#macro button label kind="secondary">
  <button class="${properties.kcButtonClass!} <#if kind = "primary">${properties.kcButtonPrimaryClass!}<#else>${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!}</#if>" type="submit">${label}</button>
</#macro>

<#-- A button that posts; what is nested are further hidden fields. -->
<#macro post action label id kind="secondary">
  <form class="magento-audit-post" action="${action}" method="post" id="magento-${id}">
    <input type="hidden" name="stateChecker" value="${magento.stateChecker}">
    <#nested>
    <@button label=label kind=kind/>
  </form>
</#macro>

<#macro chart kind table label newestFirst=false>
  <div class="magento-audit-chart" data-chart="${kind}"<#if newestFirst> data-newest-first</#if> data-table="magento-${table}-table" data-label="${msg("magento.audit.chart.label", label)}"></div>
</#macro>

<#macro field name label>
  <div class="magento-audit-field">
    <label for="magento-field-${name}">${label}</label>
    <#nested>
  </div>
</#macro>

<#macro option value chosen>
  <option value="${value}"<#if value = chosen> selected</#if>><#nested></option>
</#macro>

<#macro search options>
  <form class="magento-audit-form" action="${magento.accountsUrl}" method="get" id="magento-search-form" role="search">
    <@field name="search" label=msg("magento.audit.search.text")>
      <input type="search" id="magento-field-search" name="search" value="${options.search}" maxlength="${options.maxLength}" autocomplete="off" autocapitalize="off" spellcheck="false">
    </@field>
    <@field name="state" label=msg("magento.audit.column.state")>
      <select id="magento-field-state" name="state">
        <@option value="" chosen=options.state>${msg("magento.audit.any")}</@option>
        <#list options.states as state>
          <@option value=state chosen=options.state>${msg("magento.audit.state." + state)}</@option>
        </#list>
      </select>
    </@field>
    <#if options.cohorts?has_content>
      <@field name="cohort" label=msg("magento.audit.column.cohort")>
        <select id="magento-field-cohort" name="cohort">
          <@option value="" chosen=options.cohort>${msg("magento.audit.any")}</@option>
          <#list options.cohorts as cohort>
            <@option value=cohort.id chosen=options.cohort>${cohort.name}</@option>
          </#list>
          <@option value=options.noCohort chosen=options.cohort>${msg("magento.audit.cohort.none")}</@option>
        </select>
      </@field>
    </#if>
    <@field name="use" label=msg("magento.audit.search.use")>
      <select id="magento-field-use" name="use">
        <@option value="" chosen=options.use>${msg("magento.audit.any")}</@option>
        <@option value="never" chosen=options.use>${msg("magento.audit.search.use.never")}</@option>
        <#list options.days as days>
          <@option value=days chosen=options.use>${msg("magento.audit.search.use.days", days)}</@option>
        </#list>
      </select>
    </@field>
    <div class="magento-audit-check magento-audit-check-first">
      <input type="checkbox" id="magento-field-exact" name="exact" value="true"<#if options.exact> checked</#if>>
      <label for="magento-field-exact">${msg("magento.audit.search.exact")}</label>
    </div>
    <div class="magento-audit-check">
      <input type="checkbox" id="magento-field-drift" name="drift" value="true"<#if options.drift> checked</#if>>
      <label for="magento-field-drift">${msg("magento.audit.search.drift")}</label>
    </div>
    <div class="magento-audit-buttons">
      <@button label=msg("magento.audit.search.submit") kind="primary"/>
      <a href="${magento.accountsUrl}">${msg("magento.audit.search.everybody")}</a>
    </div>
  </form>
</#macro>

<#-- From a reference to what happened: the field, and beneath it what was found. -->
<#macro reference typed="" found={} rows=[]>
  <form class="magento-audit-form" action="${magento.entriesUrl}" method="get" id="magento-reference-form" role="search" aria-label="${msg("magento.audit.reference.heading")}">
    <@field name="reference" label=msg("magento.audit.reference.label")>
      <input type="search" id="magento-field-reference" name="reference" value="${typed}" maxlength="200" placeholder="M-7F3K-Q2XD" autocomplete="off" autocapitalize="characters" spellcheck="false">
    </@field>
    <div class="magento-audit-buttons"><@button label=msg("magento.audit.search.submit") kind="primary"/></div>
  </form>
  <#if found?has_content>
    <dl class="magento-audit-facts" id="magento-found" data-reason="${found.reason}">
      <div><dt>${msg("magento.reference.label")}</dt><dd><bdi class="magento-code" id="magento-found-reference">${found.reference}</bdi></dd></div>
      <div><dt>${msg("magento.audit.column.time")}</dt><dd>${found.time}</dd></div>
      <#if found.account??>
        <div><dt>${msg("magento.audit.column.account")}</dt><dd id="magento-found-account"><a href="${found.historyUrl}"><bdi>${found.account}</bdi></a></dd></div>
      </#if>
      <#if found.subject??>
        <div><dt>${msg("magento.audit.column.upstream")}</dt><dd id="magento-found-subject"><@id value=found.subject/></dd></div>
      </#if>
      <#if !found.account?? && !found.subject??>
        <div><dt>${msg("magento.audit.column.account")}</dt><dd id="magento-found-nobody">${msg(rows?has_content?then("magento.audit.entry.erased", "magento.audit.reference.nobody"))}</dd></div>
      </#if>
      <div><dt>${msg("magento.audit.column.type")}</dt><dd><bdi class="magento-audit-code">${found.event}</bdi><#if found.fault??> <bdi class="magento-audit-code">${found.fault}</bdi></#if><#if found.client??> <bdi class="magento-audit-code">${found.client}</bdi></#if></dd></div>
      <div><dt>${msg("magento.audit.column.reason")}</dt><dd id="magento-found-reason"><bdi class="magento-audit-code">${found.reason}</bdi><#if found.texts??> <span>${msg(found.texts + "title")}</span> <span>${msg(found.texts + "text")}</span></#if></dd></div>
      <#if found.texts??>
        <div><dt>${msg("magento.audit.reference.next")}</dt><dd id="magento-found-next">${msg(found.texts + "next")}</dd></div>
      </#if>
    </dl>
  <#elseif typed?has_content>
    <@page.alert type="warning" text=msg("magento.audit.reference.none") id="reference-none"/>
  </#if>
</#macro>

<#macro entries rows id label>
  <#if rows?has_content>
    <#local titles = ["number", "time", "type", "account", "upstream", "proof", "reason", "who"]?map(name -> msg("magento.audit.column." + name))>
    <@list id=id label=label titles=titles>
      <#list rows as row>
        <@entry row=row titles=titles/>
      </#list>
    </@list>
  <#else>
    <p class="magento-audit-none">${msg("magento.audit.entries.none")}</p>
  </#if>
</#macro>

<#macro entry row titles>
  <tr role="row" data-seq="${row.seq}" data-type="${row.type}">
    <th scope="row" role="rowheader" data-title="${titles[0]}">${row.seq}</th>
    <@cell title=titles[1]>${row.time}</@cell>
    <@cell title=titles[2]><#if row.typeText??>${msg(row.typeText)}<#else><bdi>${row.type}</bdi></#if></@cell>
    <#if row.damaged!false>
      <td role="cell" colspan="5" class="magento-audit-bad">${msg("magento.audit.entry.damaged")}</td>
    <#else>
      <@cell title=titles[3]>
        <#if row.accountName??>
          <a href="${row.historyUrl}"><bdi>${row.accountName}</bdi></a>
        <#elseif row.accountId??>
          <@id value=row.accountId href=row.historyUrl/>
        <#elseif row.erased!false>
          ${msg("magento.audit.entry.erased")}
        </#if>
        <#if row.heldSubject??>
          <span class="magento-audit-second magento-audit-held">${msg("magento.audit.conflict.holds")} <#if row.heldName??><bdi>${row.heldName}</bdi></#if></span>
          <@id value=row.heldSubject/>
        </#if>
      </@cell>
      <@cell title=titles[4]>
        <#if row.upstreamName??><bdi>${row.upstreamName}</bdi></#if>
        <#if row.subject??><@id value=row.subject/></#if>
        <#if row.previousSubject??><span>${msg("magento.audit.entry.before")}</span> <@id value=row.previousSubject/></#if>
        <#if row.owner??>
          <span class="magento-audit-second magento-audit-owner">${msg("magento.audit.conflict.owner")} <a href="${row.ownerUrl}"><bdi>${row.owner}</bdi></a></span>
        <#elseif row.isOwned??>
          <span class="magento-audit-second magento-audit-owner">${msg("magento.audit.conflict.nobody")}</span>
        </#if>
      </@cell>
      <@cell title=titles[5]><#if row.proofText??>${msg(row.proofText)}<#elseif row.proof??><bdi>${row.proof}</bdi></#if></@cell>
      <@cell title=titles[6]>
        <#if row.reasonText??><span>${msg(row.reasonText)}</span></#if>
        <#if row.reason??><bdi class="magento-audit-code">${row.reason}</bdi></#if>
        <#if row.why??><bdi>${row.why}</bdi></#if>
        <#if row.changes??><@changes of=row.changes/></#if>
        <#if row.further?has_content>
          <details>
            <summary>${msg("magento.audit.entry.further")}</summary>
            <ul>
              <#list row.further as name, value>
                <li><bdi class="magento-audit-code">${name}</bdi> <bdi>${value}</bdi></li>
              </#list>
            </ul>
          </details>
        </#if>
        <#if row.reference??><span>${msg("magento.reference.label")} <a href="${row.referenceUrl}"><bdi class="magento-code">${row.reference}</bdi></a></span></#if>
      </@cell>
      <@cell title=titles[7]>
        <#if row.byText??><span>${msg(row.byText)}</span><#elseif row.by??><bdi>${row.by}</bdi></#if>
        <#if row.actor??><bdi>${row.actor}</bdi></#if>
        <#if row.actorId??><@id value=row.actorId/></#if>
        <#if row.actorRealm??><bdi class="magento-audit-code">${row.actorRealm}</bdi></#if>
        <#if row.client??><bdi class="magento-audit-code">${row.client}</bdi></#if>
        <#if row.address??><bdi class="magento-audit-code">${row.address}</bdi></#if>
      </@cell>
    </#if>
  </tr>
</#macro>

<#-- What an entry about the policy changed, setting by setting. -->
<#macro changes of>
  <#if of?has_content>
    <ul class="magento-audit-changes">
      <#list of as change><#if change?index lt 5><@changed change=change/></#if></#list>
    </ul>
    <#if of?size gt 5>
      <details>
        <summary>${msg("magento.audit.change.more", of?size - 5)}</summary>
        <ul class="magento-audit-changes">
          <#list of as change><#if change?index gte 5><@changed change=change/></#if></#list>
        </ul>
      </details>
    </#if>
  <#else>
    <span>${msg("magento.audit.change.none")}</span>
  </#if>
</#macro>

<#macro changed change>
  <li data-setting="${change.setting}">
    <#if change.cohort??><span>${msg("magento.audit.column.cohort")} <bdi>${change.cohort}</bdi></span><#else><bdi class="magento-audit-code">${change.setting}</bdi></#if>
    <span class="magento-audit-before">${msg("magento.audit.entry.before")} <#if change.before??><bdi>${change.before}</bdi><#else>${msg("magento.audit.change.unset")}</#if></span>
    <span class="magento-audit-after">${msg("magento.audit.change.after")} <#if change.after??><bdi>${change.after}</bdi><#else>${msg("magento.audit.change.unset")}</#if></span>
  </li>
</#macro>
