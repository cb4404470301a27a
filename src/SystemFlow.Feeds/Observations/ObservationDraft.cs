using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>A field of the observation contract, in its order.</summary>
internal enum ObservationField
{
    Place, Metric, Value, Absent, Numerator, Denominator, Reason, Attributable, PeriodEnd, PeriodStart, SubmittedAt,
    Method, MessageId, Source, Comment,
}

/// <summary>The contract's fields by their names in JSON, which are the column names in CSV.</summary>
internal static class ObservationFields
{
    public static readonly ImmutableArray<string> Names =
        [.. Enum.GetNames<ObservationField>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly ImmutableArray<byte[]> Utf8Names = [.. Names.Select(System.Text.Encoding.UTF8.GetBytes)];

    public static string NameOf(ObservationField field) => Names[(int)field];

    public static bool IsNumber(ObservationField field) =>
        field is ObservationField.Value or ObservationField.Numerator or ObservationField.Denominator;

    public static bool TryFind(ReadOnlySpan<byte> utf8, out ObservationField field)
    {
        for (var i = 0; i < Utf8Names.Length; i++)
        {
            if (!utf8.SequenceEqual(Utf8Names[i])) continue;
            field = (ObservationField)i;
            return true;
        }

        field = default;
        return false;
    }

    public static bool TryFind(string name, out ObservationField field)
    {
        var index = Names.IndexOf(name, 0, Names.Length, StringComparer.OrdinalIgnoreCase);
        field = (ObservationField)Math.Max(index, 0);
        return index >= 0;
    }
}

/// <summary>A number as a sender wrote it: none, a finite one, or something that is not one.</summary>
internal readonly record struct DraftNumber(bool IsGiven, double? Number)
{
    /// <summary>What was sent in a number's place; null for a number, or for what is no text either.</summary>
    public string? Text { get; init; }

    public static DraftNumber Of(double number) => new(true, double.IsFinite(number) ? number : null);

    public static DraftNumber Not(string? text) => new(true, null) { Text = text };

    /// <summary>Reads ASCII digits with an optional sign, fraction and exponent.</summary>
    public static DraftNumber Parse(string text) =>
        text.All(char.IsAscii)
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
                | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? Of(number)
            : Not(text);
}

/// <summary>One row as sent: its fields, and what was already wrong with its form. Texts are null where not given.</summary>
internal sealed class ObservationDraft
{
    /// <summary>Problems kept of a row. A body may hold millions, each a hundred times the bytes that made it.</summary>
    public const int MostProblems = 16;

    private readonly string?[] _texts = new string?[ObservationFields.Names.Length];
    private readonly DraftNumber[] _numbers = new DraftNumber[ObservationFields.Names.Length];
    private int _seen;

    /// <summary>Where the row stands.</summary>
    public int Row { get; private set; }

    /// <summary>What is wrong with the row so far, the first <see cref="MostProblems"/>; null when nothing is.</summary>
    public List<Refusal>? Problems { get; private set; }

    /// <summary>The line as it came, where it could not be read and may be kept; else null.</summary>
    public string? Line { get; set; }

    /// <summary>Whether it is no row at all, so that there are no fields to look at.</summary>
    public bool IsUnreadable => Problems is { } problems && problems.Exists(IsOfTheRow);

    /// <summary>Whether no more of its fields' problems are kept.</summary>
    public bool IsFull => Problems is { Count: >= MostProblems };

    /// <summary>The end of its period, where the format gives a moment and not a text; null where it does not.</summary>
    public DateTimeOffset? PeriodEnd { get; set; }

    public string? this[ObservationField field] => _texts[(int)field];

    /// <summary>Begins another row.</summary>
    public void Begin(int row)
    {
        Row = row;
        Problems = null;
        Line = null;
        PeriodEnd = null;
        _seen = 0;
        Array.Clear(_texts);
        Array.Clear(_numbers);
    }

    public DraftNumber Number(ObservationField field) => _numbers[(int)field];

    public void Set(ObservationField field, string? text) => _texts[(int)field] = text;

    public void Set(ObservationField field, DraftNumber number) => _numbers[(int)field] = number;

    /// <summary>Keeps a problem while there is room; the first that is the whole row's always.</summary>
    public static void Add(List<Refusal> problems, Refusal problem)
    {
        if (problems.Count < MostProblems || IsOfTheRow(problem) && !problems.Exists(IsOfTheRow)) problems.Add(problem);
    }

    public void Refuse(string field, string reason, string detail) => Refuse(new Refusal(Row, field, reason, detail));

    /// <summary>Whether something is wrong with a field already.</summary>
    public bool IsRefused(ObservationField field) =>
        Problems is { } problems && problems.Exists(p => p.Field == ObservationFields.NameOf(field));

    public void Refuse(ObservationField field, string reason, string detail) =>
        Refuse(ObservationFields.NameOf(field), reason, detail);

    public void Refuse(Refusal? refusal)
    {
        if (refusal is not null) Add(Problems ??= [], refusal);
    }

    /// <summary>Marks a field as given; false when it was given before.</summary>
    public bool Mark(ObservationField field)
    {
        var bit = 1 << (int)field;
        var isNew = (_seen & bit) == 0;
        _seen |= bit;
        return isNew;
    }

    private static bool IsOfTheRow(Refusal problem) => problem.Field.Length == 0;
}
