using System.Collections.Immutable;
using System.Security.Claims;
using Orleans;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Grains;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Alerts;

/// <summary>Does what a signed-in person asks about alerts. Every answer is a sentence for them; null when it was done.</summary>
public sealed partial class AlertDesk(
    IGrainFactory grains, IEventLog events, Footprint footprint, TimeProvider time, Permits permits, ILogger<AlertDesk> logger)
{
    /// <summary>The longest text that is kept with an alert.</summary>
    public const int LongestNote = 500;

    /// <summary>For how long an alert may be put off.</summary>
    public static ImmutableArray<TimeSpan> Lengths { get; } =
        [TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(12)];

    private const string NotKept = "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    private static readonly TimeSpan LongestPlan = TimeSpan.FromDays(14);

    /// <summary>Takes an alert on, or puts it off.</summary>
    public async Task<string?> AnswerAsync(ClaimsPrincipal person, AlertAnswer answer)
    {
        var leave = permits.Ask(person, Act.AnswerAlert, answer.Alert.Place);
        if (leave.By is not { } by) return leave.Refusal;
        if (FreeText.Patient(answer.Note, "the note") is { } patient) return patient;
        var alert = answer.Alert;
        DateTimeOffset? until = answer.Kind is AlertCommandKind.Snooze ? time.GetUtcNow() + answer.Length : null;
        try
        {
            var command = new AlertCommand(alert.Rule, alert.Episode, answer.Kind, by, Cut(answer.Note), until);
            return (await grains.GetPlace(footprint.Find(alert.Place)).CommandAsync(command)).Refusal;
        }
        catch (Exception error)
        {
            LogNotKept(logger, error);
            return NotKept;
        }
    }

    /// <summary>Keeps a planned event. Everything that is wrong with it; none when it was kept.</summary>
    public async Task<ImmutableArray<string>> PlanAsync(ClaimsPrincipal person, PlannedEvent planned, CancellationToken cancellationToken)
    {
        ImmutableArray<string> problems = [.. ProblemsOf(planned)];
        var (by, refusal) = permits.Ask(person, Act.PlanEvent, planned.Place);
        if (problems.IsEmpty && refusal is not null) problems = [refusal];
        if (!problems.IsEmpty) return problems;
        try
        {
            await events.PlanAsync(planned with { By = by!, Reason = Cut(planned.Reason) }, cancellationToken);
            return [];
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return [NotKept];
        }
    }

    /// <summary>Ends a planned event now: from here on those whom it kept quiet are told again.</summary>
    public async Task<string?> EndPlanAsync(ClaimsPrincipal person, PlannedEvent planned, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.PlanEvent, planned.Place);
        if (leave.By is not { } by) return leave.Refusal;
        try
        {
            await events.EndPlanAsync(planned, by, time.GetUtcNow(), cancellationToken);
            return null;
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return NotKept;
        }
    }

    private IEnumerable<string> ProblemsOf(PlannedEvent planned)
    {
        if (!footprint.TryFind(planned.Place.ToString(), out _)) yield return "Choose a place.";
        if (planned.To <= planned.From) yield return "It must end after it begins.";
        else if (planned.To <= time.GetUtcNow()) yield return "It must end in the future.";
        else if (planned.To - planned.From > LongestPlan) yield return "It may last 14 days at most.";
        if (string.IsNullOrWhiteSpace(planned.Reason)) yield return "Give a reason: those who are not told will ask.";
        else if (FreeText.Patient(planned.Reason, "the reason") is { } patient) yield return patient;
    }

    private static string Cut(string text) => text.Trim() is { Length: > LongestNote } all ? all[..LongestNote] : text.Trim();

    [LoggerMessage(LogLevel.Error, "What a person did about an alert could not be recorded; they were told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}

/// <summary>What a person asks about an alert.</summary>
/// <param name="Note">For putting it off the reason; else free, about no person.</param>
/// <param name="Length">For how long it is put off.</param>
public sealed record AlertAnswer(AlertState Alert, AlertCommandKind Kind, string Note, TimeSpan Length);
