using System.Collections.Frozen;
using System.Text.Json;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Saner;

/// <summary>
/// The patient guard for FHIR. A summary of counts needs no resource about a person, no reference to one and no list of
/// subjects. A name or an address is let through where it is a Location's or an Organization's, and nowhere else; of a
/// Measure only what it is called itself.
/// </summary>
internal sealed class SanerGuard
{
    /// <summary>How deep a Bundle's strata with their reasons nest, and a little more.</summary>
    public const int MaxDepth = 32;

    /// <summary>What may be sent. Every other resource may be about a person.</summary>
    private static readonly FrozenSet<string> Resources = FrozenSet.Create(StringComparer.Ordinal,
        "MeasureReport", "Bundle", "Measure", "Location", "Organization");

    private static readonly FrozenSet<string> OfAPlace = FrozenSet.Create(StringComparer.Ordinal,
        "address", "postalCode", "phone", "email");

    private static readonly string[] People = ["Patient", "Person", "RelatedPerson", "Practitioner", "PractitionerRole"];

    private readonly bool[] _holdsName = new bool[MaxDepth + 1];
    private readonly bool[] _isCalled = new bool[MaxDepth + 1];
    private readonly bool[] _isPlace = new bool[MaxDepth + 1];
    private readonly bool[] _isMeasure = new bool[MaxDepth + 1];
    private readonly bool[] _isOther = new bool[MaxDepth + 1];
    private readonly bool[] _isObject = new bool[MaxDepth + 1];
    private string? _root;
    private string _name = "";

    public bool FoundPatient { get; private set; }

    /// <summary>Looks at every token; the root's type, null when it says none.</summary>
    /// <exception cref="JsonException">It is no JSON, or nests too deep.</exception>
    public string? Inspect(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Begin(reader.CurrentDepth, reader.TokenType is JsonTokenType.StartObject);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    End(reader.CurrentDepth);
                    break;
                case JsonTokenType.PropertyName:
                    Name(reader.GetString()!, reader.CurrentDepth - 1);
                    break;
                case JsonTokenType.String:
                    Text(reader.GetString()!, reader.CurrentDepth - 1);
                    break;
                case JsonTokenType.Number:
                    FoundPatient |= PatientGuard.Mentions(reader.ValueSpan);
                    break;
            }
        }

        return _root;
    }

    private void Begin(int depth, bool isObject)
    {
        // What a Measure is called is one text. A name in parts is a person's.
        if (depth > 0 && _isObject[depth - 1] && _name is "name") _holdsName[depth - 1] = true;
        _holdsName[depth] = _isCalled[depth] = _isPlace[depth] = _isMeasure[depth] = _isOther[depth] = false;
        _isObject[depth] = isObject;
    }

    /// <summary>Whose a name is, is known when the whole object has been seen: its type may stand last.</summary>
    private void End(int depth)
    {
        var holdsName = _holdsName[depth] || _isCalled[depth] && !_isMeasure[depth];
        if (!holdsName || _isPlace[depth]) return;
        if (_isOther[depth] || depth == 0) FoundPatient = true;
        else _holdsName[depth - 1] = true;
    }

    private void Name(string name, int depth)
    {
        _name = name;
        FoundPatient |= PatientGuard.Mentions(name) || name is "subjectResults";
        if (name is "name") _isCalled[depth] = true;
        else if (OfAPlace.Contains(name)) _holdsName[depth] = true;
        else FoundPatient |= PatientGuard.IsPersonField(name);
    }

    private void Text(string text, int depth)
    {
        FoundPatient |= PatientGuard.Mentions(text, isMessageId: _name is "id" or "fullUrl" or "reference")
            || IsPersonType(text) || text.Contains("nhs-number", StringComparison.OrdinalIgnoreCase);
        if (_name is not "resourceType" || depth < 0 || !_isObject[depth]) return;
        if (depth == 0) _root = text;
        _isPlace[depth] = text is "Location" or "Organization";
        _isMeasure[depth] = text is "Measure";
        _isOther[depth] = !_isPlace[depth];
        FoundPatient |= depth > 0 && !Resources.Contains(text) || People.Contains(text);
    }

    private bool IsPersonType(string text) => _name switch
    {
        "type" => text is "individual" or "subject-list" || People.Contains(text),
        "reference" or "fullUrl" => People.Any(person => RefersTo(text, person)),
        _ => false,
    };

    private static bool RefersTo(string reference, string type)
    {
        var at = reference.IndexOf(type + "/", StringComparison.OrdinalIgnoreCase);
        return at == 0 || at > 0 && reference[at - 1] == '/';
    }
}
