<#import "magento-page.ftl" as page>
<#import "magento-audit-page.ftl" as audit>
<@audit.layout heading=msg("magento.audit.nav.entries") current="entries">
  <@audit.section id="reference-search" heading=msg("magento.audit.reference.heading")>
    <@audit.reference typed=magento.typed!"" found=magento.found!{} rows=magento.rows![]/>
  </@audit.section>

  <@audit.section id="filter" heading=msg("magento.audit.filter.heading")>
    <form class="magento-audit-form" action="${magento.entriesUrl}" method="get" id="magento-entries-form" role="search">
      <@audit.field name="user" label=msg("magento.audit.filter.user")>
        <input type="search" id="magento-field-user" name="user" value="${magento.form.user!}" maxlength="255" autocomplete="off" autocapitalize="off" spellcheck="false">
      </@audit.field>
      <@audit.field name="type" label=msg("magento.audit.column.type")>
        <select id="magento-field-type" name="type">
          <@audit.option value="" chosen=magento.form.type!>${msg("magento.audit.any")}</@audit.option>
          <#list magento.types as type>
            <@audit.option value=type chosen=magento.form.type!>${msg("magento.audit.type." + type)}</@audit.option>
          </#list>
        </select>
      </@audit.field>
      <@audit.field name="from" label=msg("magento.audit.filter.from")>
        <input type="date" id="magento-field-from" name="from" value="${magento.form.from!}">
      </@audit.field>
      <@audit.field name="to" label=msg("magento.audit.filter.to")>
        <input type="date" id="magento-field-to" name="to" value="${magento.form.to!}">
      </@audit.field>
      <div class="magento-audit-buttons">
        <@audit.button label=msg("magento.audit.search.submit") kind="primary"/>
        <a href="${magento.entriesUrl}">${msg("magento.audit.filter.all")}</a>
      </div>
    </form>
  </@audit.section>

  <#if !magento.typed?? || magento.rows?has_content>
  <@audit.section id="entries" heading=msg("magento.audit.entries.heading")>
    <#if magento.invalid!false>
      <@page.alert type="error" text=msg("magento.audit.invalid") id="invalid"/>
    <#else>
      <#if magento.subject??>
        <p class="magento-lead" id="magento-subject">${msg("magento.audit.entries.of")} <bdi>${magento.subject}</bdi></p>
      </#if>
      <@audit.entries rows=magento.rows id="entries" label=msg("magento.audit.entries.heading")/>
      <#if magento.newestUrl?? || magento.olderUrl??>
        <p class="magento-audit-pages">
          <#if magento.newestUrl??><a href="${magento.newestUrl}" id="magento-newest">${msg("magento.audit.pages.newest")}</a></#if>
          <#if magento.olderUrl??><a href="${magento.olderUrl}" id="magento-older">${msg("magento.audit.pages.older")}</a></#if>
        </p>
      </#if>
    </#if>
  </@audit.section>
  </#if>
</@audit.layout>
