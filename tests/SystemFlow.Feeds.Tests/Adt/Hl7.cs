using System.Text;
using SystemFlow.Feeds.Adt;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Adt;

/// <summary>ADT messages about somebody made up.</summary>
internal static class Hl7
{
    /// <summary>The person: a name, an NHS number with a right check digit, a birthday.</summary>
    public const string Person = "PID|1||9434765919^^^NHS^NH~H4711^^^RWH^MR||Marigold^Petunia^^^Mrs||19480705|F|||1 Nightingale Way^^Stevenage^^SG1 4AB";

    public const string Site = "MAU^^^RWH01";

    public static string Message(
        string trigger, string patientClass = "E", string at = "202601050832", string site = Site, string id = "7", string extra = "") => $"""
        MSH|^~\&|PAS|RWH|SYSTEMFLOW|HWE|20260105083301||ADT^{trigger}^ADT_A01|{id}|P|2.4
        EVN|{trigger}|{at}
        {Person}
        NK1|1|Marigold^Oleander
        PV1|1|{patientClass}|{site}||||C1234^Foxglove^Digitalis{extra}
        """.Replace("\n", "\r", StringComparison.Ordinal);

    /// <summary>PV1-44 and PV1-45, to put after PV1-7.</summary>
    public static string Visit(string admitted = "", string discharged = "") => new string('|', 37) + admitted + "|" + discharged;

    public static IReadOnlyList<AdtMessage> Read(string body) => AdtBody.Read(Encoding.UTF8.GetBytes(body), new FeedOptions());

    public static AdtVerdict Judge(string body) => AdtRules.Judge(Assert.Single(Read(body)), Terms.At9am);

    /// <summary>What a message counts, as "metric change hour".</summary>
    public static string Counts(string body) => string.Join(", ", Judge(body).Counts.Select(count =>
        FormattableString.Invariant($"{count.Metric} {count.Change:+0;-0} {count.Day:d MMM} {count.Hour}")));

    public static string Acked(string body) => AdtAck.To(
        [.. Read(body).Select(message => (message, AdtRules.Judge(message, Terms.At9am)))], A.Monday9am);
}
