<#-- In Japanese the family name stands first, so it is asked for first; the order of the fields is otherwise the realm's. -->
<#if ((locale.currentLanguageTag)!"") = "ja" && (profile.attributes)??>
  <#assign names = profile.attributes?filter(field -> field.name = "lastName") + profile.attributes?filter(field -> field.name = "firstName")>
  <#assign fields = []>
  <#assign taken = 0>
  <#list profile.attributes as field>
    <#if names?size = 2 && ["firstName", "lastName"]?seq_contains(field.name)>
      <#assign fields = fields + [names[taken]]>
      <#assign taken = taken + 1>
    <#else>
      <#assign fields = fields + [field]>
    </#if>
  </#list>
  <#global profile = profile + {"attributes": fields}>
</#if>
