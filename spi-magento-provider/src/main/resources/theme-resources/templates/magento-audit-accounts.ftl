<#import "magento-page.ftl" as page>
<#import "magento-audit-page.ftl" as audit>
<@audit.layout heading=msg("magento.audit.nav.accounts") current="accounts">
  <@audit.section id="search" heading=msg("magento.audit.search.heading")>
    <@audit.search options=magento.search/>
  </@audit.section>

  <@audit.section id="accounts" heading=msg("magento.audit.accounts.heading")>
    <#if magento.invalid!false>
      <@page.alert type="error" text=msg("magento.audit.invalid") id="invalid"/>
    <#elseif magento.rows?has_content>
      <div class="magento-audit-buttons magento-audit-export">
        <span>${msg("magento.audit.accounts.export")}</span>
        <@export format="csv" label=msg("magento.audit.accounts.csv")/>
        <@export format="ndjson" label=msg("magento.audit.accounts.ndjson")/>
      </div>
      <#assign titles = ["account", "state", "upstream", "since", "proof", "last-seen", "history"]?map(name -> msg("magento.audit.column." + name))>
      <@audit.list id="accounts" label=msg("magento.audit.accounts.heading") titles=titles>
        <#list magento.rows as row>
          <tr role="row" data-account="${row.id}" data-state="${row.state}">
            <th scope="row" role="rowheader" data-title="${titles[0]}" class="magento-audit-name"><bdi>${row.name}</bdi><#if row.email?? && row.email != row.name><bdi class="magento-audit-second">${row.email}</bdi></#if></th>
            <@audit.cell title=titles[1]>
              <@audit.badge state=row.state/>
              <#if row.deadline??><span class="magento-audit-second">${msg("magento.audit.account.deadline", row.deadline)}</span></#if>
              <#if row.exemptUntil??><span class="magento-audit-second">${msg("magento.audit.account.exempt", row.exemptUntil)}</span></#if>
            </@audit.cell>
            <@audit.cell title=titles[2]>
              <#if row.upstreamName??><bdi>${row.upstreamName}</bdi></#if>
              <#if row.subject??><@audit.id value=row.subject/></#if>
              <#if row.upstreamEmail??><bdi class="magento-audit-second">${row.upstreamEmail}</bdi></#if>
              <#if row.drift><strong class="magento-audit-second">${msg("magento.audit.account.drift")}</strong></#if>
            </@audit.cell>
            <@audit.cell title=titles[3]>${row.since!}</@audit.cell>
            <@audit.cell title=titles[4]><#if row.proof??>${msg("magento.audit.proof." + row.proof)}</#if></@audit.cell>
            <@audit.cell title=titles[5]><#if row.lastSeen??>${row.lastSeen}<#elseif row.since??>${msg("magento.audit.search.use.never")}</#if></@audit.cell>
            <@audit.cell title=titles[6]><a href="${row.historyUrl}" aria-label="${msg("magento.audit.account.history")}: ${row.name}">${msg("magento.audit.account.history")}</a></@audit.cell>
          </tr>
        </#list>
      </@audit.list>
      <@pages/>
    <#else>
      <p class="magento-audit-none">${msg("magento.audit.accounts.none")}</p>
      <@pages/>
    </#if>
  </@audit.section>
</@audit.layout>

<#macro export format label>
  <@audit.post action=magento.exportUrl label=label id="export-${format}">
    <input type="hidden" name="format" value="${format}">
    <#list magento.filter as name, value>
      <input type="hidden" name="${name}" value="${value}">
    </#list>
  </@audit.post>
</#macro>

<#macro pages>
  <#if magento.firstUrl?? || magento.nextUrl??>
    <p class="magento-audit-pages">
      <#if magento.firstUrl??><a href="${magento.firstUrl}" id="magento-first">${msg("magento.audit.pages.first")}</a></#if>
      <#if magento.nextUrl??><a href="${magento.nextUrl}" id="magento-next">${msg("magento.audit.pages.next")}</a></#if>
    </p>
  </#if>
</#macro>
