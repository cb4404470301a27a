using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Levels;

/// <summary>What a person fills in to declare a level.</summary>
public sealed class DeclareFields
{
    /// <summary>1 to 4; 0 while none is chosen.</summary>
    public int Level { get; set; }

    /// <summary>How long it holds, in hours.</summary>
    public int Hours { get; set; } = 4;

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";
}

/// <summary>Lets people declare a place's level and withdraw it. The calculated level stays beside it, always.</summary>
public sealed partial class LevelDesk(IEventLog events, LiveView live, TimeProvider time, Permits permits, ILogger<LevelDesk> logger)
{
    private const string NotKept = "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>For how many hours a level may be declared.</summary>
    public static readonly ImmutableArray<int> HoursOffered = [2, 4, 8, 12, 24];

    /// <summary>Declares a level, in place of any that holds; answers what keeps it from being done, if anything does.</summary>
    public async Task<ImmutableArray<string>> DeclareAsync(
        ClaimsPrincipal person, PlaceCode place, DeclareFields fields, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.DeclareLevel, place);
        ImmutableArray<string> problems = [.. ProblemsOf(leave, fields)];
        if (!problems.IsEmpty) return problems;
        var now = time.GetUtcNow();
        var declared = new DeclaredLevel(
            place, (OpelLevel)fields.Level, fields.Reason.Trim(), leave.By!, now, now.AddHours(fields.Hours), live[place].Pressure.Level);
        return await KeptAsync(() => events.DeclareAsync(declared, cancellationToken));
    }

    /// <summary>Ends a declared level before its time; answers what keeps it from being done, if anything does.</summary>
    public async Task<ImmutableArray<string>> WithdrawAsync(ClaimsPrincipal person, PlaceCode place, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.DeclareLevel, place);
        if (leave.By is not { } by) return [leave.Refusal!];
        var now = time.GetUtcNow();
        if (!events.DeclaredAt(now).ContainsKey(place)) return ["No declared level holds here any more."];
        return await KeptAsync(() => events.WithdrawAsync(place, by, now, cancellationToken));
    }

    // A full disk must not take the page, and the reason that was typed, with it.
    private async Task<ImmutableArray<string>> KeptAsync(Func<Task> keep)
    {
        try
        {
            await keep();
            return [];
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return [NotKept];
        }
    }

    private static IEnumerable<string> ProblemsOf(Leave leave, DeclareFields fields)
    {
        if (leave.Refusal is { } refusal) yield return refusal;
        if (!Enum.IsDefined((OpelLevel)fields.Level)) yield return "Choose the level that you declare.";
        if (!HoursOffered.Contains(fields.Hours)) yield return "Choose how long it holds.";
        if (string.IsNullOrWhiteSpace(fields.Reason)) yield return "Say why: whoever reads the level needs the reason.";
        if (fields.Reason.Length > LongestReason) yield return $"Give the reason in {LongestReason} characters or fewer.";
        if (FreeText.Patient(fields.Reason, "the reason") is { } patient) yield return patient;
    }

    [LoggerMessage(LogLevel.Error, "A level that a person declared or withdrew could not be recorded; they were told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
