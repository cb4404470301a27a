using System.Globalization;
using System.Text;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Adt;

/// <summary>Writes HL7 acknowledgements. Of the message it repeats only its number and who sent it, and no free text.</summary>
public static class AdtAck
{
    private const string Us = "SYSTEMFLOW";
    private const string Marks = "^~\\&";
    private const int LongestName = 60;

    /// <summary>The answer to a body that holds no message.</summary>
    public static string ToNoMessage(string text, DateTimeOffset now) => One(
        new AdtMessage(1, false), new AdtVerdict(AdtAnswer.Reject, text, []) { ErrorCode = 100, Field = "MSH" }, now);

    /// <summary>The answers to a body's messages, in their order; several of them as a batch.</summary>
    public static string To(IReadOnlyList<(AdtMessage Message, AdtVerdict Verdict)> answers, DateTimeOffset now) =>
        answers.Count == 1
            ? One(answers[0].Message, answers[0].Verdict, now)
            : Segment("BHS", Marks, Us, "", "", "", Stamp(now))
                + string.Concat(answers.Select(answer => One(answer.Message, answer.Verdict, now)))
                + Segment("BTS", answers.Count.ToString(CultureInfo.InvariantCulture));

    private static string One(AdtMessage message, AdtVerdict verdict, DateTimeOffset now)
    {
        var code = verdict.Answer switch { AdtAnswer.Accept => "AA", AdtAnswer.Error => "AE", _ => "AR" };
        var text = Escaped(verdict.Text);
        var ack = Segment("MSH", Marks, Us, "", Name(message.Application), Name(message.Facility), Stamp(now), "", "ACK" + EventOf(message),
                Guid.NewGuid().ToString("N"), message.Processing is "T" or "D" ? message.Processing : "P",
                IsVersion(message.Version) ? message.Version : "2.5")
            + Segment("MSA", code, Number(message.ControlId), text);
        return verdict.ErrorCode is not { } error ? ack
            : ack + Segment("ERR", "", Location(verdict.Field), error.ToString(CultureInfo.InvariantCulture) + "^^HL70357", "E", "", "", "", text);
    }

    private static string Segment(params ReadOnlySpan<string?> fields) => string.Join('|', fields) + "\r";

    /// <summary><c>PV1-2</c> as HL7 says where: segment, its number, field.</summary>
    private static string Location(string field)
    {
        var dash = field.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? field : $"{field[..dash]}^1^{field[(dash + 1)..]}";
    }

    private static string EventOf(AdtMessage message) =>
        message.Trigger is ['A', >= '0' and <= '9', >= '0' and <= '9'] ? $"^{message.Trigger}^ACK" : "^^ACK";

    private static string Stamp(DateTimeOffset now) => now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";

    private static bool IsVersion(string text) => text.Length is >= 3 and <= 5 && text.StartsWith("2.", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiDigit(c) || c == '.');

    /// <summary>A number that looks like a patient's is not repeated; it is refused for that.</summary>
    private static string Number(string text) => PatientGuard.Mentions(text, isMessageId: true) ? "" : Escaped(text);

    /// <summary>A system's or an organisation's name is a short code. Whatever else stands there is not repeated.</summary>
    private static string Name(string text) =>
        text.Length <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && !PatientGuard.Mentions(text)
            ? text
            : "";

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            escaped.Append(c switch { '|' => "\\F\\", '^' => "\\S\\", '~' => "\\R\\", '\\' => "\\E\\", '&' => "\\T\\", _ => c.ToString() });
        }

        return escaped.ToString();
    }
}
