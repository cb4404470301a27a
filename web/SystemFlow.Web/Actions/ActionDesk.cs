using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Actions;

/// <summary>Gives actions and does what signed-in people ask about them. Whoever is to be told is told in the same step.</summary>
public sealed partial class ActionDesk(
    ActionLog log, Chasing chasing, ActionOwners owners, OfferedCards offered, IEventLog events, Footprint footprint, TimeProvider time,
    Permits permits, ILogger<ActionDesk> logger)
{
    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 500;

    /// <summary>For who answers a card that does not wait for an answer.</summary>
    internal const string NoLongerOffered = "This card is offered no longer: the level fell, or somebody has answered it.";

    private const string NoAlert = "There is no such alert, so the action cannot answer it.";
    private const string SignIn = "Sign in first: what is done about an action carries a name.";
    private const string NotKept = "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    /// <summary>Gives an action; answers everything that keeps it from being given.</summary>
    public async Task<ActionAnswer> GiveAsync(ClaimsPrincipal person, ActionFields fields, CancellationToken cancellationToken)
    {
        var (leave, now) = (LeaveToGive(person, fields), time.GetUtcNow());
        ImmutableArray<(string, string)> problems = [.. ProblemsOf(leave, fields, now)];
        if (!problems.IsEmpty) return new ActionAnswer(null, problems);
        var order = OrderOf(fields, now);
        return await KeptAsync(async () =>
            order.Alert is { } alert && !await IsKnownAsync(alert, cancellationToken) ? new ActionKept(null, NoAlert)
            : order.Card is not { } card ? await KeepAsync(order, leave.By!, now, cancellationToken)
            : await offered.AnswerAsync(
                order.About ?? order.Owner, card,
                offer => offer is null ? Task.FromResult(new ActionKept(null, NoLongerOffered)) : KeepAsync(order, leave.By!, now, cancellationToken),
                cancellationToken));
    }

    /// <summary>Does something about an action; answers what keeps it from being done.</summary>
    public async Task<ActionAnswer> ChangeAsync(
        ClaimsPrincipal person, int number, ActionChangeFields fields, CancellationToken cancellationToken)
    {
        var (by, now) = (PersonText.Of(person), time.GetUtcNow());
        ImmutableArray<(string, string)> problems = [.. ProblemsOf(by, fields)];
        if (!problems.IsEmpty) return new ActionAnswer(null, problems);
        return await KeptAsync(() => log.ChangeAsync(
            number,
            before =>
            {
                var leave = permits.AskAny(person, Act.WorkAction, before.Owner, before.About);
                if (leave.Refusal is { } forbidden) return (null, forbidden);
                var (changed, refusal) = ActionRules.Apply(before, CommandOf(before, fields, by!, now), now);
                if (changed is null) return (null, refusal);
                var (after, messages) = chasing.Step(changed, now);
                return (new ActionChange(after, messages, Chasing.Entry(after, now, by!, ActionText.Did(changed.Lines[^1]))), null);
            },
            cancellationToken));
    }

    private async Task<ActionKept> KeepAsync(ActionOrder order, string by, DateTimeOffset now, CancellationToken cancellationToken) => new(
        await log.GiveAsync(
            number =>
            {
                var given = ActionRules.Give(number, order, by, $"To {OwnerName(order.Owner, order.OwnerRole)}.", now);
                var (after, messages) = chasing.Step(given, now);
                return new ActionChange(after, messages, EntryOfGiven(after, by));
            },
            cancellationToken),
        null);

    // Whoever answers for the place that is to do it gives it, or for the one that it relieves.
    private Leave LeaveToGive(ClaimsPrincipal person, ActionFields fields) =>
        permits.AskAny(person, Act.GiveAction, CodeOf(fields.Owner), CodeOf(fields.About));

    // One that ended while the form was filled in is answered, too; what an address invents is not.
    private async Task<bool> IsKnownAsync(string alert, CancellationToken cancellationToken) =>
        events.Current.Any(known => known.Episode == alert) || !(await events.HistoryAsync(alert, cancellationToken)).IsEmpty;

    // A full disk must not take the page, and what was typed, with it.
    private async Task<ActionAnswer> KeptAsync(Func<Task<ActionKept>> keep)
    {
        try
        {
            var kept = await keep();
            return new ActionAnswer(kept.Action, kept.Refusal is { } refusal ? [("", refusal)] : []);
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return new ActionAnswer(null, [("", NotKept)]);
        }
    }

    private IEnumerable<(string Field, string Words)> ProblemsOf(Leave leave, ActionFields fields, DateTimeOffset now)
    {
        if (leave.Refusal is { } refusal) yield return ("", refusal);
        if (FreeText.ProblemOf(fields.What, "what is to be done", LongestText) is { } what) yield return ("action-what", what);
        if (!footprint.TryFind(fields.Owner, out _)) yield return ("action-owner", "Select who is to do it.");
        if (owners.Find(fields.OwnerRole) is null) yield return ("action-role", "Select the role that answers for it.");
        if (fields.DueMoment(now) is not { } due) yield return ("action-due", "Enter when it is due.");
        else if (ActionRules.ProblemOfDue(due, now) is { } late) yield return ("action-due", late);
        if (fields.About.Length > 0 && !footprint.TryFind(fields.About, out _)) yield return ("action-about", "Select the place that it is to relieve.");
        if (FreeText.ProblemOf(fields.Why, "why", LongestText, isNeeded: false) is { } why) yield return ("action-why", why);
        if (fields.Level is { } level && !Enum.IsDefined((OpelLevel)level)) yield return ("", "The level that calls for it is 1 to 4.");
        if (fields.Call is { } call && !CallId.TryParse(call, out _)) yield return ("", "There is no such call, so the action cannot be of it.");
    }

    private IEnumerable<(string Field, string Words)> ProblemsOf(string? by, ActionChangeFields fields)
    {
        if (by is null) yield return ("", SignIn);
        // Whether words are needed at all, the rules say; here, that they may be kept.
        if (FreeText.ProblemOf(fields.Words, "what you write", LongestText, isNeeded: false) is { } words) yield return ("change-words", words);
        if (fields.Kind is not ActionLineKind.Reassigned) yield break;
        if (fields.Owner.Length > 0 && !footprint.TryFind(fields.Owner, out _)) yield return ("change-owner", "Select who is to do it.");
        if (fields.OwnerRole.Length > 0 && owners.Find(fields.OwnerRole) is null) yield return ("change-role", "Select the role that answers for it.");
    }

    private ActionOrder OrderOf(ActionFields fields, DateTimeOffset now) => new(
        fields.What, CodeOf(fields.Owner)!.Value, fields.OwnerRole, fields.DueMoment(now)!.Value)
    {
        Why = fields.Why,
        About = CodeOf(fields.About),
        Alert = fields.Alert,
        Call = fields.Call,
        Level = (OpelLevel?)fields.Level,
        Card = fields.Card,
    };

    private ActionCommand CommandOf(JointAction before, ActionChangeFields fields, string by, DateTimeOffset now)
    {
        var owner = CodeOf(fields.Owner) ?? before.Owner;
        var role = fields.OwnerRole.Length > 0 ? fields.OwnerRole : before.OwnerRole;
        return new ActionCommand(fields.Version, by, fields.Kind, fields.Words)
        {
            Due = fields.DueMoment(now),
            Owner = owner,
            OwnerRole = role,
            OwnerName = OwnerName(owner, role),
        };
    }

    // One that comes from a card is looked for among the cards.
    private JournalEntry EntryOfGiven(JointAction action, string by)
    {
        var entry = Chasing.Entry(action, action.GivenAt, by, ActionText.Given(action, OwnerName(action.Owner, action.OwnerRole)));
        return action.Card is null ? entry : entry with { Kind = JournalKind.Card };
    }

    private string OwnerName(PlaceCode owner, string role) => ActionText.Owner(footprint.Find(owner), owners.NameOf(role));

    private PlaceCode? CodeOf(string text) => footprint.TryFind(text, out var place) ? place.Code : null;

    [LoggerMessage(LogLevel.Error, "What a person did about an action could not be recorded; they were told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
