<#--
  Every one of the operator's pages: what is put on it, section by section. As on the auditor's page, what a stranger can
  choose is never put through msg(), and tables scroll by themselves.
-->
<#import "magento-page.ftl" as page>
<#import "magento-audit-page.ftl" as audit>

<#function say m>
  <#local v = m.values>
  <#if v?size = 0><#return msg(m.key)></#if>
  <#if v?size = 1><#return msg(m.key, v[0])></#if>
  <#if v?size = 2><#return msg(m.key, v[0], v[1])></#if>
  <#return msg(m.key, v[0], v[1], v[2])>
</#function>

<#assign heading = (magento.place = "overview")?then(msg("magento.operate.title"), msg("magento.operate.nav." + magento.place))>
<@page.layout heading=heading>
  <link rel="stylesheet" href="${url.resourcesPath}/css/magento-audit.css">
  <link rel="stylesheet" href="${url.resourcesPath}/css/magento-operate.css">
  <div class="magento-audit magento-operate" id="magento-operate-${magento.place}">
    <nav class="magento-audit-nav" aria-label="${msg("magento.operate.nav.label")}">
      <ul>
        <#list magento.places as place>
          <@audit.navigation href=place.url label=say(place.say) isCurrent=(place.id = magento.place)/>
        </#list>
        <li><a href="${magento.auditUrl}" id="magento-audit-link">${msg("magento.audit.title")}</a></li>
      </ul>
      <div class="magento-audit-who">
        <span>${msg("magento.user.you")} <bdi>${magento.accountName}</bdi></span>
        <form action="${magento.signOutUrl}" method="post">
          <input type="hidden" name="stateChecker" value="${magento.stateChecker}">
          <button class="magento-audit-link" type="submit" id="magento-sign-out">${msg("magento.user.sign-out")}</button>
        </form>
      </div>
    </nav>
    <#list magento.alerts as alert><@told alert=alert/></#list>
    <#list magento.sections as section>
      <@audit.section id=section.id heading=say(section.heading)>
        <#list section.parts as part><@parts part=part/></#list>
      </@audit.section>
    </#list>
  </div>
  <script src="${url.resourcesPath}/vendor/chart.js/chart.umd.min.js" defer></script>
  <script src="${url.resourcesPath}/js/magento-audit.js" defer></script>
</@page.layout>

<#macro told alert>
  <@page.alert type=alert.kind text=say(alert.say) id=alert.id>
    <#if alert.english??>
      <ul lang="en"><#list alert.english as sentence><li><bdi>${sentence}</bdi></li></#list></ul>
    </#if>
  </@page.alert>
</#macro>

<#macro parts part>
  <#if part.text??><p>${say(part.text)}</p></#if>
  <#if part.alert??><@told alert=part.alert/></#if>
  <#if part.table??><@rows table=part.table/></#if>
  <#if part.cards??><@cards of=part.cards/></#if>
  <#if part.form??><@fields form=part.form/></#if>
  <#if part.none??><p class="magento-audit-none">${say(part.none)}</p></#if>
  <#if part.link??><p><a href="${part.link.url}" id="magento-${part.link.id}">${say(part.link.say)}</a></p></#if>
  <#if part.stream??><#noautoesc>${"<!--magento-stream-->"}</#noautoesc></#if>
</#macro>

<#macro rows table>
  <#if table.chart??>
    <div class="magento-audit-chart" data-chart="${table.chart}" data-table="magento-${table.id}-table" data-label="${msg("magento.audit.chart.label", msg("magento.operate.table." + table.id))}"></div>
  </#if>
  <@audit.table id=table.id label=msg("magento.operate.table." + table.id)>
    <thead>
      <tr>
        <#list table.columns as column>
          <th scope="col"<#if column.number> class="magento-audit-number" data-series="${column.series}"</#if>>${say(column.say)}</th>
        </#list>
      </tr>
    </thead>
    <tbody>
      <#list table.rows as row>
        <tr data-key="${row.key}">
          <#list row.cells as cell>
            <#if cell?is_first>
              <th scope="row" class="magento-audit-name"><@content cell=cell/></th>
            <#else>
              <td<#if cell.number??> class="magento-audit-number" data-value="${cell.number}"</#if>><@content cell=cell/></td>
            </#if>
          </#list>
        </tr>
      </#list>
    </tbody>
  </@audit.table>
</#macro>

<#macro cards of>
  <ul class="magento-operate-cards" id="magento-${of.id}" aria-label="${msg("magento.operate.table." + of.id)}">
    <#list of.cards as card>
      <li class="magento-operate-card magento-operate-card-${card.kind}" data-key="${card.key}">
        <p class="magento-operate-card-title"><#list card.title as cell><@content cell=cell/><#sep> </#sep></#list></p>
        <dl class="magento-audit-facts">
          <#list card.facts as fact>
            <div><dt>${say(fact.say)}</dt><dd><@content cell=fact.cell/></dd></div>
          </#list>
        </dl>
        <#if card.form??><@fields form=card.form/></#if>
        <#if card.link??><p><a href="${card.link.url}">${say(card.link.say)}</a></p></#if>
      </li>
    </#list>
  </ul>
</#macro>

<#macro content cell>
  <#if cell.form??>
    <@fields form=cell.form/>
  <#elseif cell.say?? && cell.url??>
    <a href="${cell.url}">${say(cell.say)}</a>
  <#elseif cell.say??>
    <span>${say(cell.say)}</span>
  <#elseif cell.lines??>
    <#list cell.lines as line><bdi class="magento-audit-code">${line}</bdi></#list>
  <#elseif cell.passage??>
    <div class="magento-operate-passage" lang="${cell.language}" dir="auto">${cell.passage}</div>
  <#elseif cell.url??>
    <a href="${cell.url}"><bdi>${cell.text}</bdi></a>
  <#elseif cell.number??>
    ${cell.text}
  <#elseif cell.text?has_content>
    <bdi<#if (cell.code)!false> class="magento-audit-code"</#if><#if (cell.english)!false> lang="en"</#if>>${cell.text}</bdi>
  </#if>
</#macro>

<#macro fields form>
  <form class="magento-audit-form" action="${form.url}" method="${form.method}" data-act="${form.id}"<#if (form.multipart)!false> enctype="multipart/form-data"</#if>>
    <#if form.method = "post"><input type="hidden" name="stateChecker" value="${magento.stateChecker}"></#if>
    <#list form.fields as field><@one field=field id=form.id/></#list>
    <div class="magento-audit-buttons">
      <@audit.button label=say(form.button) kind=form.kind/>
      <#if form.cancel??><a href="${form.cancel}" class="magento-operate-cancel">${msg("magento.operate.cancel")}</a></#if>
    </div>
  </form>
</#macro>

<#macro one field id>
  <#local name = "magento-" + id + "-" + field.name>
  <#if field.type = "hidden">
    <input type="hidden" name="${field.name}" value="${field.value}">
  <#elseif field.type = "checkbox">
    <div class="magento-audit-check">
      <input type="checkbox" id="${name}" name="${field.name}" value="true"<#if field.value = "true"> checked</#if>>
      <label for="${name}">${say(field.label)}</label>
    </div>
  <#elseif field.type = "select">
    <div class="magento-audit-field">
      <label for="${name}">${say(field.label)}</label>
      <select id="${name}" name="${field.name}">
        <#list field.options as option>
          <@audit.option value=option chosen=field.value>${msg("magento.operate.field." + field.name + "." + option)}</@audit.option>
        </#list>
      </select>
    </div>
  <#else>
    <div class="magento-audit-field">
      <label for="${name}">${say(field.label)}</label>
      <input type="${field.type}" id="${name}" name="${field.name}"<#if field.type != "file"> value="${field.value}"</#if><#if (field.required)!false> required</#if><#if field.type = "text"> maxlength="255" autocomplete="off"</#if><#if field.type = "number"> min="0"</#if>>
    </div>
  </#if>
</#macro>
