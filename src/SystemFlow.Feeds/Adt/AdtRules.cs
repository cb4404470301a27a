using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Adt;

/// <summary>From a message to what it counts, or to what is wrong with it. Pure; says nothing of what the message holds.</summary>
public static class AdtRules
{
    /// <summary>How late a message may come: as long as its number is remembered, so that it cannot count twice.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromDays(14);

    private const int SegmentWrong = 100;
    private const int FieldMissing = 101;
    private const int DataWrong = 102;
    private const int TypeUnknown = 200;
    private const int ProcessingUnknown = 202;
    private const int KeyUnknown = 204;
    private const int FivePm = 17;

    private static readonly MetricCode Attendances = MetricCode.Parse("ed.attendances");
    private static readonly MetricCode Admissions = MetricCode.Parse("ed.admissions");
    private static readonly MetricCode Discharges = MetricCode.Parse("discharges.total");
    private static readonly MetricCode DischargesByFive = MetricCode.Parse("discharges.by-1700");

    /// <summary>Looks at one message.</summary>
    public static AdtVerdict Judge(AdtMessage message, IntakeTerms terms)
    {
        if (HeaderProblem(message) is { } header) return header;
        if (message.Processing is "T" or "D") return NotCounted("A test message (MSH-11) is not counted.");
        if (message.Trigger is not ("A01" or "A03" or "A04" or "A11" or "A13"))
        {
            return NotCounted("This event moves no figure; it is not counted.");
        }

        if (!message.HasVisit) return Wrong("PV1", FieldMissing, Reasons.MissingField, "Send the PV1 segment: it says the class and the place of the visit.");
        if (message.Class.Length == 0) return Wrong("PV1-2", FieldMissing, Reasons.MissingField, "Send the patient class in PV1-2: E for emergency, I for an inpatient.");
        if (!CountsAnything(message)) return NotCounted("This event in this patient class moves no figure; it is not counted.");
        var (place, problem) = PlaceOf(message, terms);
        if (problem is not null) return problem;
        if (WithoutItsEvent(message) is { } without) return without;
        var (field, text) = TimeOf(message);
        if (!Hl7Time.TryRead(text, out var at))
        {
            return Wrong(field, DataWrong, Reasons.BadTime, "The event needs its day and minute, such as 202601050850; send EVN-6, EVN-2 or MSH-7.");
        }

        if (at > terms.Now + IntakeTerms.ClockTolerance) return Wrong(field, DataWrong, Reasons.InTheFuture, "The event is in the future. Set the sender's clock.");
        if (at < terms.Now - Latest) return Wrong(field, DataWrong, Reasons.TooOld, "The event is more than 14 days old. Send the day's count as an observation.");
        return new AdtVerdict(AdtAnswer.Accept, "Counted.", Counts(message, place!, at));
    }

    private static AdtVerdict? HeaderProblem(AdtMessage message) =>
        !message.IsReadable ? Not("MSH-2", SegmentWrong, Reasons.Unreadable, "The MSH segment must begin with MSH, a field separator and four encoding characters.")
        : message.ControlId.Length == 0 ? Not("MSH-10", FieldMissing, Reasons.MissingField, "Send a message control number in MSH-10, other for each message.")
        : PatientGuard.Mentions(message.ControlId, isMessageId: true) ? Not("MSH-10", DataWrong, Reasons.LooksLikeAPatient, "MSH-10 must number the message, not the patient.")
        : message.Type is not "ADT" ? Not("MSH-9", TypeUnknown, Reasons.UnknownValue, "Only ADT messages are taken here.")
        : message.Processing is not ("" or "P" or "T" or "D") ? Not("MSH-11", ProcessingUnknown, Reasons.UnknownValue, "MSH-11 must be P; T and D are not counted.")
        : null;

    private static bool CountsAnything(AdtMessage message) => message.Trigger switch
    {
        "A01" or "A04" or "A11" => message.Class is "E",
        _ => message.Class is "I",
    };

    /// <summary>
    /// The site in PV1-3; where there is none, the sender in MSH-4. A site that is not known is never put down to its
    /// trust, nor is the trust itself taken: one event at a trust would stand in for the sum of its sites.
    /// </summary>
    private static (Place? Place, AdtVerdict? Problem) PlaceOf(AdtMessage message, IntakeTerms terms)
    {
        var (field, code) = message.Site.Length > 0 ? ("PV1-3", message.Site) : ("MSH-4", message.Facility);
        if (code.Length == 0) return (null, Wrong("PV1-3", FieldMissing, Reasons.MissingField, "Send the site's ODS code in PV1-3 (its fourth part), or in MSH-4."));
        if (!terms.Footprint.TryFind(code, out var place))
        {
            return (null, Wrong(field, KeyUnknown, Reasons.UnknownPlace, $"{terms.Footprint.Name} has no place of this code. Send the ODS code of the site."));
        }

        if (!terms.MayWrite(place.Code)) return (null, Wrong(field, KeyUnknown, Reasons.NotAllowed, "This key may not write for this place. Ask an administrator."));
        return terms.Footprint.MembersOf(place.Code).Any()
            ? (null, Wrong("PV1-3", FieldMissing, Reasons.MissingField, "Send the site's ODS code in PV1-3 (its fourth part): what was sent is a whole trust's."))
            : (place, null);
    }

    /// <summary>
    /// What takes an event back and does not say when that event was. The hour of the cancellation is another's, so
    /// nothing is taken back; the reason is for the feed's tally. Null where all is said.
    /// </summary>
    private static AdtVerdict? WithoutItsEvent(AdtMessage message) => message switch
    {
        { Trigger: "A11", AdmittedAt.Length: 0 } => Without("PV1-44", "admission"),
        { Trigger: "A13", DischargedAt.Length: 0 } => Without("PV1-45", "discharge"),
        _ => null,
    };

    private static AdtVerdict Without(string field, string what) =>
        NotCounted($"Not counted: send in {field} when the {what} was that this takes back. It still counts until then.") with
        {
            Field = field,
            Reason = Reasons.MissingField,
        };

    /// <summary>When the event was. What takes an event back belongs to the day and hour of that event.</summary>
    private static (string Field, string Text) TimeOf(AdtMessage message) =>
        message.Trigger is "A11" ? ("PV1-44", message.AdmittedAt)
        : message.Trigger is "A13" ? ("PV1-45", message.DischargedAt)
        : message.OccurredAt.Length > 0 ? ("EVN-6", message.OccurredAt)
        : message.RecordedAt.Length > 0 ? ("EVN-2", message.RecordedAt)
        : ("MSH-7", message.SentAt);

    private static ImmutableArray<AdtCount> Counts(AdtMessage message, Place place, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, UkDays.London);
        var day = DateOnly.FromDateTime(local.DateTime);
        var hour = (int)(at - UkDays.Midnight(day)).TotalHours;
        var isByFive = local.TimeOfDay <= TimeSpan.FromHours(FivePm);
        return message.Trigger switch
        {
            "A04" => [Count(Attendances, 1)],
            "A01" => [Count(Admissions, 1)],
            "A11" => [Count(Admissions, -1) with { Else = Attendances }],
            "A03" => isByFive ? [Count(Discharges, 1), Count(DischargesByFive, 1)] : [Count(Discharges, 1)],
            _ => isByFive ? [Count(Discharges, -1), Count(DischargesByFive, -1)] : [Count(Discharges, -1)],
        };

        AdtCount Count(MetricCode metric, int change) => new(place.Code, metric, null, day, hour, change);
    }

    private static AdtVerdict NotCounted(string text) => new(AdtAnswer.Accept, text, []);

    private static AdtVerdict Wrong(string field, int code, string reason, string text) =>
        new(AdtAnswer.Error, text, []) { Field = field, ErrorCode = code, Reason = reason };

    private static AdtVerdict Not(string field, int code, string reason, string text) =>
        new(AdtAnswer.Reject, text, []) { Field = field, ErrorCode = code, Reason = reason };
}
