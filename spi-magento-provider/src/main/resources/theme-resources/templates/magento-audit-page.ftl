<#--
  What the magento-audit*.ftl pages share. Names and whatever else a stranger can choose are never put through msg(): they
  stay out of message formatting, are escaped, and are isolated with bdi. Tables are wrapped in a group that scrolls by
  itself and can be reached by the keyboard, so that the page is never wider than the screen.
-->
<#import "magento-page.ftl" as page>

<#macro layout heading current>
  <@page.layout heading=heading>
    <link rel="stylesheet" href="${url.resourcesPath}/css/magento-audit.css">
    <div class="magento-audit">
      <nav class="magento-audit-nav" aria-label="${msg("magento.audit.nav.label")}">
        <ul>
          <@navigation href=magento.overviewUrl label=msg("magento.audit.nav.overview") isCurrent=(current = "overview")/>
          <@navigation href=magento.accountsUrl label=msg("magento.audit.nav.accounts") isCurrent=(current = "accounts")/>
          <@navigation href=magento.entriesUrl label=msg("magento.audit.nav.entries") isCurrent=(current = "entries")/>
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

<#macro number cell>
  <td class="magento-audit-number" data-value="${cell.value}"><#if cell.url?? && cell.value != "0"><a href="${cell.url}">${cell.text}</a><#else>${cell.text}</#if></td>
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

<#macro chart kind table label>
  <div class="magento-audit-chart" data-chart="${kind}" data-table="magento-${table}-table" data-label="${msg("magento.audit.chart.label", label)}"></div>
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
        <div><dt>${msg("magento.audit.column.upstream")}</dt><dd id="magento-found-subject"><bdi class="magento-audit-code">${found.subject}</bdi></dd></div>
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
    <@table id=id label=label>
      <thead>
        <tr>
          <th scope="col">${msg("magento.audit.column.number")}</th>
          <th scope="col">${msg("magento.audit.column.time")}</th>
          <th scope="col">${msg("magento.audit.column.type")}</th>
          <th scope="col">${msg("magento.audit.column.account")}</th>
          <th scope="col">${msg("magento.audit.column.upstream")}</th>
          <th scope="col">${msg("magento.audit.column.proof")}</th>
          <th scope="col">${msg("magento.audit.column.reason")}</th>
          <th scope="col">${msg("magento.audit.column.who")}</th>
        </tr>
      </thead>
      <tbody>
        <#list rows as row>
          <@entry row=row/>
        </#list>
      </tbody>
    </@table>
  <#else>
    <p class="magento-audit-none">${msg("magento.audit.entries.none")}</p>
  </#if>
</#macro>

<#macro entry row>
  <tr data-seq="${row.seq}" data-type="${row.type}">
    <th scope="row">${row.seq}</th>
    <td>${row.time}</td>
    <td><#if row.typeText??>${msg(row.typeText)}<#else><bdi>${row.type}</bdi></#if></td>
    <#if row.damaged!false>
      <td colspan="5" class="magento-audit-bad">${msg("magento.audit.entry.damaged")}</td>
    <#else>
      <td>
        <#if row.accountName??>
          <a href="${row.historyUrl}"><bdi>${row.accountName}</bdi></a>
        <#elseif row.accountId??>
          <a href="${row.historyUrl}"><bdi class="magento-audit-code">${row.accountId}</bdi></a>
        <#elseif row.erased!false>
          ${msg("magento.audit.entry.erased")}
        </#if>
      </td>
      <td>
        <#if row.upstreamName??><bdi>${row.upstreamName}</bdi></#if>
        <#if row.subject??><bdi class="magento-audit-code">${row.subject}</bdi></#if>
        <#if row.previousSubject??><span>${msg("magento.audit.entry.before")} <bdi class="magento-audit-code">${row.previousSubject}</bdi></span></#if>
      </td>
      <td><#if row.proofText??>${msg(row.proofText)}<#elseif row.proof??><bdi>${row.proof}</bdi></#if></td>
      <td>
        <#if row.reasonText??><span>${msg(row.reasonText)}</span></#if>
        <#if row.reason??><bdi class="magento-audit-code">${row.reason}</bdi></#if>
        <#if row.why??><bdi>${row.why}</bdi></#if>
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
        <#if row.reference??><span>${msg("magento.reference.label")} <bdi class="magento-code">${row.reference}</bdi></span></#if>
      </td>
      <td>
        <#if row.byText??><span>${msg(row.byText)}</span><#elseif row.by??><bdi>${row.by}</bdi></#if>
        <#if row.actor??><bdi>${row.actor}</bdi></#if>
        <#if row.actorRealm??><bdi class="magento-audit-code">${row.actorRealm}</bdi></#if>
        <#if row.client??><bdi class="magento-audit-code">${row.client}</bdi></#if>
        <#if row.address??><bdi class="magento-audit-code">${row.address}</bdi></#if>
      </td>
    </#if>
  </tr>
</#macro>
