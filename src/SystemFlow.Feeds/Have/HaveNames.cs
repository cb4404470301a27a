using System.Collections.Frozen;
using System.Xml;

namespace SystemFlow.Feeds.Have;

/// <summary>What elements are called. 1.0 writes <c>LastUpdateTime</c>, 2.0 <c>lastUpdateTime</c>: case does not count.</summary>
internal static class HaveNames
{
    private const string Namespace = "urn:oasis:names:tc:emergency:edxl:have:";

    /// <summary>The elements that say who the hospital or its contact is, and no more than that.</summary>
    private static readonly FrozenSet<string> Organisations = Set(
        "Organization", "OrganizationInformation", "FacilityInformation", "ContactInformation");

    private static readonly FrozenSet<string> Identifiers = Set(
        "OrganizationID", "FacilityID", "IdentifierElement", "OrganisationID");

    /// <summary>Whether the element that the reader stands on is HAVE's own, of either version and any prefix.</summary>
    public static bool IsHave(XmlReader xml) => xml.NamespaceURI.StartsWith(Namespace, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is one hospital's report.</summary>
    public static bool IsHospital(XmlReader xml) => IsHave(xml) && (Is(xml, "Hospital") || Is(xml, "facility"));

    /// <summary>Whether all in it is about an organisation.</summary>
    public static bool IsOrganisation(XmlReader xml) => IsHave(xml) && Organisations.Contains(xml.LocalName);

    /// <summary>Whether its text is an identifier of the organisation.</summary>
    public static bool IsIdentifier(string name) => Identifiers.Contains(name);

    /// <summary>Whether it has this name.</summary>
    public static bool Is(XmlReader xml, string name) => xml.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
