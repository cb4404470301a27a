using System.Collections.Frozen;

namespace SystemFlow.Feeds.Saner;

/// <summary>What a code of SANER's measured values is here.</summary>
/// <param name="Metric">The metric that it is; null when there is none.</param>
/// <param name="Note">Why not, or what is different about it; null when nothing is.</param>
internal sealed record SanerCode(string? Metric, string? Note = null);

/// <summary>The codes of measures, and the words for why there is no count.</summary>
internal static class SanerCodes
{
    /// <summary>The system of this product's own metric codes.</summary>
    public const string Ours = "urn:systemflow:metric";

    /// <summary>The extension that says why there is no count.</summary>
    public const string AbsentUrl = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private const string TakesInMore =
        "it takes in intensive care and beds that are not staffed. Send the staffed beds outside intensive care (numImpBeds, numImpBedsOcc, numImpBedsAvail).";

    private const string ForAllAges =
        "It takes in intensive care for children and the newborn, where the site has any; the metric is for adults. Kept as sent.";

    private const string Part = "The dictionary counts free beds of the wards alone; open less occupied says it for intensive care.";

    private static readonly FrozenDictionary<string, SanerCode> Codes = new Dictionary<string, SanerCode>
    {
        ["numImpBeds"] = new("beds.ga.open"),
        ["numImpBedsOcc"] = new("beds.ga.occupied"),
        ["numImpBedsAvail"] = new("beds.void"),
        ["numICUBeds"] = new("beds.cc-adult.open", ForAllAges),
        ["numICUBedsOcc"] = new("beds.cc-adult.occupied", ForAllAges),
        ["numICUBedsAvail"] = new(null, Part),
        ["numTotBeds"] = new(null, $"'numTotBeds' is not used: {TakesInMore}"),
        ["numTotBedsOcc"] = new(null, $"'numTotBedsOcc' is not used: {TakesInMore}"),
        ["numTotBedsAvail"] = new(null, $"'numTotBedsAvail' is not used: {TakesInMore}"),
        ["numbeds"] = new(null, $"'numbeds' is not used: {TakesInMore}"),
        ["numBedsOcc"] = new(null, $"'numBedsOcc' is not used: {TakesInMore}"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase); // The code system says that case does not count.

    private static readonly FrozenDictionary<string, string> AbsentWords = new Dictionary<string, string>
    {
        ["unknown"] = "unknown",
        ["asked-unknown"] = "unknown",
        ["temp-unknown"] = "unknown",
        ["asked-declined"] = "unknown",
        ["masked"] = "unknown",
        ["as-text"] = "unknown",
        ["not-performed"] = "unknown",
        ["not-permitted"] = "unknown",
        ["not-asked"] = "not-asked",
        ["not-applicable"] = "not-applicable",
        ["unsupported"] = "unsupported",
        ["error"] = "error",
        ["not-a-number"] = "error",
        ["negative-infinity"] = "error",
        ["positive-infinity"] = "error",
    }.ToFrozenDictionary();

    /// <summary>What a code of HL7's system of measured values is; null for another system's.</summary>
    public static SanerCode? Find(string? system, string code) =>
        IsMeasuredValues(system) ? Codes.GetValueOrDefault(code) ?? new SanerCode(null) : null;

    /// <summary>The observation's word for HL7's; HL7's own where there is none, and then it is refused.</summary>
    public static string AbsentWord(string code) => AbsentWords.GetValueOrDefault(code, code);

    // The guide was United States' before it was everybody's.
    private static bool IsMeasuredValues(string? system) =>
        system is "http://hl7.org/fhir/uv/saner/CodeSystem/MeasuredValues" or "http://hl7.org/fhir/us/saner/CodeSystem/MeasuredValues";
}
