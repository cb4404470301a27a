using System.Text;
using System.Xml;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Have;

/// <summary>Follows a document's elements and takes each hospital's report out of them.</summary>
internal sealed class HaveDocument(MappedRows rows, Footprint footprint)
{
    private const int LongestText = 200;

    private readonly StringBuilder _text = new();
    private HaveHospital? _hospital;
    private int _depth; // Of the hospital's element.
    private int? _aside; // The depth at which an organisation's part or a sub-category began: nothing in it is a figure.
    private string _leaf = ""; // The element that a text would belong to; empty where it has children.
    private string? _time;

    public bool HasHospitals { get; private set; }

    /// <summary>Takes the node that the reader stands on.</summary>
    public void Take(XmlReader xml, int line)
    {
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                Begin(xml, line);
                if (xml.IsEmptyElement) End(xml, line);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                if (_text.Length < LongestText) _text.Append(xml.Value.AsSpan(0, Math.Min(xml.Value.Length, LongestText)));
                break;
            case XmlNodeType.EndElement:
                End(xml, line);
                break;
        }
    }

    private void Begin(XmlReader xml, int line)
    {
        _text.Clear();
        _leaf = xml.LocalName;
        if (_hospital is null)
        {
            if (!HaveNames.IsHospital(xml)) return;
            HasHospitals = true;
            _hospital = new HaveHospital(rows, footprint, line);
            _depth = xml.Depth;
            return;
        }

        if (HaveNames.IsOrganisation(xml) || HaveNames.Is(xml, "SubCategoryBedCapacity")) _aside ??= xml.Depth;
        if (HaveNames.Is(xml, "SubCategoryBedCapacity")) _hospital.NotUsed("SubCategoryBedCapacity", line);
        if (HaveNames.Is(xml, "BedCapacity") && _aside is null) _hospital.BeginBeds(line);
        if (HaveNames.Is(xml, "BedType") && _aside is null) _hospital.BedType(isWithin: true);
        if (HaveNames.Is(xml, "OrganisationName") && xml.GetAttribute("ID", xml.NamespaceURI) is { } id) _hospital.Identify(id);
        else if (HaveNames.Is(xml, "OrganisationName") && xml.GetAttribute("ID") is { } plain) _hospital.Identify(plain);
    }

    private void End(XmlReader xml, int line)
    {
        var isLeaf = _leaf == xml.LocalName;
        var text = _text.ToString().Trim();
        _leaf = "";
        _text.Clear();
        if (_hospital is null)
        {
            if (isLeaf && HaveNames.IsHave(xml) && HaveNames.Is(xml, "LastUpdateTime")) _time = text;
            return;
        }

        if (isLeaf) Leaf(xml, text, line);
        if (HaveNames.Is(xml, "BedType") && _aside is null) _hospital.BedType(isWithin: false);
        if (HaveNames.Is(xml, "BedCapacity") && _aside is null) _hospital.EndBeds();
        if (_aside == xml.Depth) _aside = null;
        if (xml.Depth > _depth) return;
        _hospital.End(_time);
        _hospital = null;
        _aside = null;
    }

    private void Leaf(XmlReader xml, string text, int line)
    {
        if (HaveNames.IsIdentifier(xml.LocalName)) _hospital!.Identify(text);
        else if (_aside is not null) return;
        else if (HaveNames.Is(xml, "LastUpdateTime") && xml.Depth == _depth + 1) _hospital!.UpdatedAt = text;
        else _hospital!.Take(xml.LocalName, text, line);
    }
}
