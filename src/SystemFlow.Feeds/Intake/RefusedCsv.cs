using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Intake;

/// <summary>
/// Refused rows as a CSV file: the contract's columns, then why each row was refused. It opens in a spreadsheet, is mended
/// there and sent again as it is: the columns of remarks are passed over when observations are read.
/// </summary>
public static class RefusedCsv
{
    private static readonly string SubmittedAt = ObservationFields.NameOf(ObservationField.SubmittedAt);

    private static readonly ImmutableArray<string> Remarks = ["refusedReason", "refusedDetail", "refusedLine"];

    /// <summary>The contract's fields, in its order.</summary>
    public static ImmutableArray<string> Fields => ObservationFields.Names;

    /// <summary>The first line, without its end.</summary>
    public static string Header { get; } = string.Join(',', ObservationFields.Names.Concat(Remarks));

    /// <summary>One refused row as a line, without its end.</summary>
    /// <param name="sent">As <see cref="SentRow"/> wrote it; null where it was not kept.</param>
    /// <param name="at">When it came: it counts from then, so that an amendment that came since still stands.</param>
    public static string LineOf(string? sent, IReadOnlyCollection<Refusal> problems, DateTimeOffset at)
    {
        var fields = SentRow.FieldsOf(sent);
        if (!fields.IsEmpty && !fields.ContainsKey(SubmittedAt)) fields = fields.SetItem(SubmittedAt, at.ToString("O", CultureInfo.InvariantCulture));
        var unreadable = fields.IsEmpty ? sent ?? "" : "";
        IEnumerable<string> remarks =
        [
            string.Join("; ", problems.Select(problem => problem.Reason)),
            string.Join(" ", problems.Select(problem => problem.Field.Length > 0 ? $"{problem.Field}: {problem.Detail}" : problem.Detail)),
            unreadable,
        ];
        return string.Join(',', ObservationFields.Names.Select(name => fields.GetValueOrDefault(name, "")).Concat(remarks).Select(SheetCell.Of));
    }

    /// <summary>One observation as a body that <see cref="ObservationBody"/> reads: what a person typed into a form.</summary>
    public static byte[] BodyOf(IReadOnlyDictionary<string, string> fields)
    {
        var names = ObservationFields.Names.Where(name => !string.IsNullOrWhiteSpace(fields.GetValueOrDefault(name))
            || ObservationCsv.Needed.Any(needed => ObservationFields.NameOf(needed) == name)).ToList();
        var cells = names.Select(name => SheetCell.Quoted(fields.GetValueOrDefault(name, "")));
        return Encoding.UTF8.GetBytes($"{string.Join(',', names)}\n{string.Join(',', cells)}\n");
    }

    /// <summary>Whether a column only says why rows were refused.</summary>
    internal static bool IsRemark(string name) => Remarks.Contains(name, StringComparer.OrdinalIgnoreCase);
}
