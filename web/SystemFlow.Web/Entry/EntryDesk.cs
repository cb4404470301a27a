using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Entry;

/// <summary>Takes figures that a person typed: all of them or none, by the rules of every feed, under the person's name.</summary>
internal sealed partial class EntryDesk(
    IntakeDesk intake, Footprint footprint, MetricDictionary dictionary, IOptions<FeedOptions> options, TimeProvider time,
    AuditLog audit, Permits permits, ILogger<EntryDesk> logger)
{
    /// <summary>The feed that entries are counted under.</summary>
    public const string Feed = "manual entry";

    /// <summary>The field of the moment, for problems.</summary>
    public const string AsAtField = "as-at";

    /// <summary>The field of a figure, for problems: an id on the page.</summary>
    public static string FieldOf(MetricCode metric) => "figure-" + metric.ToString().Replace('.', '-');

    /// <summary>Keeps an entry, or says field by field why not; then nothing of it is kept.</summary>
    public async Task<EntryOutcome> SaveAsync(ClaimsPrincipal person, Place place, EntryFields fields, CancellationToken cancellationToken)
    {
        if (permits.Ask(person, Act.EnterFigures, place.Code).Refusal is { } refusal) return Refused("", $"{refusal} What you typed stays here.");
        var now = time.GetUtcNow();
        var at = fields.Corrects?.At ?? (fields.AsAt is { } typed ? UkTime.Moment(typed) : now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        var metrics = EntryForm.For(place, dictionary).SelectMany(group => group.Metrics).ToList();
        ImmutableArray<TypedLine> lines = [.. metrics.Select(metric => LineOf(metric, fields)).OfType<TypedLine>()];
        if (lines.IsEmpty) return Refused(FieldOf(metrics[0].Code), "Enter at least one figure. What you do not know can stay blank.");

        var source = SourceOf(person);
        var terms = new IntakeTerms(footprint, dictionary, options.Value, now, source);
        ImmutableArray<TypedFigure> figures = [.. lines.Select(line => new TypedFigure(line.Metric.Code, line.Text, line.Absent))];
        var rows = ManualSheet.Read(place, at, figures, terms).ToList();
        ImmutableArray<(string, string)> problems = [.. rows.SelectMany(row => row.Refusals).Select(refusal => ProblemOf(refusal, lines[refusal.Row - 1])).Distinct()];
        return problems.IsEmpty ? await KeepAsync(person, place, rows, at, source, lines, cancellationToken) : new EntryOutcome(null, problems);
    }

    private async Task<EntryOutcome> KeepAsync(
        ClaimsPrincipal person, Place place, List<IntakeRow> rows, DateTimeOffset at, string source, ImmutableArray<TypedLine> lines, CancellationToken cancellationToken)
    {
        try
        {
            var typed = string.Join(", ", lines.Select(line => $"{line.Metric.Code} {(line.Absent is { } absent ? absent.ToString() : line.Text)}"));
            var answer = await audit.DoAsync(
                person.AuditEntry(AuditKind.Figure, $"/entry/{place.Code}", $"Typed figures as at {UkTime.DateAndClock(at)}: {typed}.", place.Code),
                () => intake.TakeAsync(rows, Feed, cancellationToken), _ => null);
            ImmutableArray<string> warnings = [.. answer.Warnings.Select(warning => warning.Reason is Reasons.OccupiedAboveOpen
                ? "More are occupied than open. Both are kept as you typed them; check that neither is a slip."
                : warning.Detail)];
            return new EntryOutcome(new EntrySaved(at, source, lines, answer.Amended, answer.Duplicates, warnings), []);
        }
        catch (AuditException notAudited)
        {
            LogNotKept(logger, notAudited);
            return Refused("", $"Your figures are not saved. {notAudited.Message}");
        }
        catch (IntakeBrokenOffException brokenOff)
        {
            LogNotKept(logger, brokenOff);
            return Refused("", "Your figures are not saved yet: this system cannot write them down at the moment. They stay here; press Save again in a minute.");
        }
    }

    // In a correction a figure that was sent and is blank now is taken back: it is not known after all.
    private static TypedLine? LineOf(Metric metric, EntryFields fields)
    {
        var field = fields[metric.Code];
        return field.IsAbsent ? new TypedLine(metric, "", Absent.NotApplicable)
            : field.IsFilled ? new TypedLine(metric, field.Text.Trim(), null)
            : fields.Corrects?.Lines.Any(line => line.Metric.Code == metric.Code) is true ? new TypedLine(metric, "", Absent.Unknown)
            : null;
    }

    private static (string Field, string Words) ProblemOf(Refusal refusal, TypedLine line) => refusal.Reason switch
    {
        Reasons.InTheFuture => (AsAtField, "The time is in the future. Give the time at which the figures were true."),
        Reasons.TooOld => (AsAtField, "The time is too far back. Check the date."),
        Reasons.OutOfRange => (FieldOf(line.Metric.Code), FormattableString.Invariant($"{line.Metric.Name}: enter a number from {line.Metric.Min:0} to {line.Metric.Max:0}")),
        Reasons.NotANumber or Reasons.NotWhole => (FieldOf(line.Metric.Code), $"{line.Metric.Name}: enter a whole number in digits, such as 14"),
        _ => (FieldOf(line.Metric.Code), $"{line.Metric.Name}: {refusal.Detail}"),
    };

    private static string SourceOf(ClaimsPrincipal person) => ManualSheet.SourceOf(
        person.FindFirst(ClaimTypes.Name)?.Value ?? "", person.FindFirst(PersonText.RoleClaim)?.Value ?? "");

    private static EntryOutcome Refused(string field, string words) => new(null, [(field, words)]);

    [LoggerMessage(LogLevel.Warning, "Figures that a person typed could not be kept; they were told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
