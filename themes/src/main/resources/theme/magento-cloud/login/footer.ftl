<#-- The language menu of template.ftl needs a script; these links do the same without one. -->
<#macro content>
  <#if realm.internationalizationEnabled && locale.supported?size gt 1>
    <noscript>
      <nav class="magento-languages" aria-label="${msg("languages")}">
        <ul>
          <#list locale.supported?sort_by("label") as l>
            <li><a href="${l.url}" hreflang="${l.languageTag}"<#if l.languageTag == locale.currentLanguageTag> aria-current="true"</#if>>${l.label}</a></li>
          </#list>
        </ul>
      </nav>
    </noscript>
  </#if>
</#macro>
