using System.Collections.Frozen;
using System.Text;
using System.Xml;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Have;

/// <summary>
/// The patient guard for HAVE. The format has a place for the hospital's name, its address, its telephone and whom to
/// call; there these are the organisation's, and nothing of them is kept. Anywhere else, and for anything that only a
/// patient has, the document is refused. Comments and processing instructions are looked at too.
/// </summary>
internal sealed class HaveGuard
{
    private const int LongestText = 64 * 1024;

    private static readonly FrozenSet<string> OfAnOrganisation = Set(
        "name", "forename", "surname", "firstname", "lastname", "middlename", "fullname", "givenname", "familyname",
        "address", "addressline1", "postcode", "postalcode", "telephone", "phone", "phonenumber", "mobile", "email");

    /// <summary>How HAVE's parts of OASIS CIQ name people. Only whom to call at the hospital may be one.</summary>
    private static readonly FrozenSet<string> People = Set("personname", "persondetails", "personinfo", "person", "partyname", "party");

    private static readonly FrozenSet<string> BirthAndBody = Set(
        "birthinfo", "birthdatetime", "birthplace", "physicalinfo", "nationality", "nationalities", "dateofbirthdetails");

    /// <summary>Digits that are dialled. As 3, 3 and 4 they would pass for an NHS number once in eleven times.</summary>
    private static readonly FrozenSet<string> Dialled = Set(
        "contactnumber", "contactnumberelement", "telephone", "phone", "phonenumber", "mobile", "fax");

    private readonly StringBuilder _text = new();
    private string _name = "";
    private int? _organisation; // The depth at which the organisation's part began; null outside it.

    /// <summary>Whether the node that the reader stands on, or the text that it ends, is about a patient.</summary>
    public bool FindsPatient(XmlReader xml)
    {
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                return EndText() | Begin(xml);
            case XmlNodeType.EndElement:
                return EndText() | End(xml);
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                _text.Append(xml.Value);
                return _text.Length > LongestText && EndText();
            case XmlNodeType.Comment or XmlNodeType.ProcessingInstruction:
                return PatientGuard.Mentions(xml.Value);
            default:
                return false;
        }
    }

    private bool Begin(XmlReader xml)
    {
        if (_organisation is null && HaveNames.IsOrganisation(xml)) _organisation = xml.Depth;
        _name = xml.LocalName;
        var found = IsPerson(xml.LocalName);
        for (var i = 0; i < xml.AttributeCount; i++)
        {
            xml.MoveToAttribute(i);
            found |= IsPerson(xml.LocalName) || PatientGuard.Mentions(xml.Value);
        }

        xml.MoveToElement();
        if (xml.IsEmptyElement) End(xml);
        return found;
    }

    private bool End(XmlReader xml)
    {
        if (_organisation == xml.Depth) _organisation = null;
        return false;
    }

    /// <summary>Whether the text of an element, put together from its pieces, mentions a patient.</summary>
    private bool EndText()
    {
        if (_text.Length == 0) return false;
        var isDialled = _organisation is not null && Dialled.Contains(_name);
        var found = !isDialled && PatientGuard.Mentions(_text.ToString());
        _text.Clear();
        return found;
    }

    private bool IsPerson(string name)
    {
        if (PatientGuard.Mentions(name) || BirthAndBody.Contains(name)) return true;
        if (People.Contains(name)) return _organisation is null;
        return PatientGuard.IsPersonField(name) && !(_organisation is not null && OfAnOrganisation.Contains(name));
    }

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
