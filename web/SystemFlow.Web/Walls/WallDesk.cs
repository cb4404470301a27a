using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.WebUtilities;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Walls;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Pages.Wall;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.People;

namespace SystemFlow.Web.Walls;

/// <summary>What is filled in to let a screen in.</summary>
public sealed class WallFields
{
    /// <summary>What it is called.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where it hangs.</summary>
    public string Where { get; set; } = "";

    /// <summary>What it opens.</summary>
    public string Address { get; set; } = WallDesk.Page;

    /// <summary>The last day on which it looks, in England.</summary>
    public DateOnly? LastDay { get; set; }
}

/// <summary>Lets screens on walls in, and ends them. Each change is in the audit before it is made.</summary>
public sealed class WallDesk(WallBook walls, Footprint footprint, Permits permits, AuditLog audit)
{
    /// <summary>The page of the screens.</summary>
    public const string Path = "/walls";

    /// <summary>The page that screens show.</summary>
    public const string Page = "/wall";

    private static readonly ImmutableHashSet<string> Asked = ["seconds", "views", "board"];

    /// <summary>The link of a secret.</summary>
    public static string LinkOf(string secret) => $"{WallsHosting.OpenPath}?key={Uri.EscapeDataString(secret)}";

    /// <summary>Lets a screen in.</summary>
    /// <param name="now">In real time.</param>
    public PeopleOutcome Issue(ClaimsPrincipal person, WallFields fields, DateTimeOffset now)
    {
        ImmutableArray<(string, string)> problems = [.. ProblemsOf(fields, now)];
        if (!problems.IsEmpty) return new PeopleOutcome(problems);
        var (name, where, address) = (fields.Name.Trim(), fields.Where.Trim(), fields.Address.Trim());
        var ends = UkTime.Midnight(fields.LastDay!.Value.AddDays(1));
        return Do(person, $"Let the wallboard {name} ({where}) look at {address} until {UkTime.Date(fields.LastDay.Value)}.", by => walls.Issue(name, where, address, ends, by));
    }

    /// <summary>Ends a screen's look at once.</summary>
    public PeopleOutcome Withdraw(ClaimsPrincipal person, long id) => walls.All.FirstOrDefault(wall => wall.Id == id) is not { } wall
        ? new PeopleOutcome([("", "There is no such wallboard.")])
        : Do(person, $"Ended the wallboard {wall.Name}.", by =>
        {
            walls.Withdraw(id, by);
            return null;
        });

    private PeopleOutcome Do(ClaimsPrincipal person, string words, Func<string, string?> act)
    {
        var leave = permits.Ask(person, Act.ManageWalls);
        if (leave.By is not { } by) return new PeopleOutcome([("", leave.Refusal!)]);
        var line = person.AuditEntry(AuditKind.Wall, Path, words);
        return PeopleOutcome.Of(audit, line, () => act(by));
    }

    private IEnumerable<(string Field, string Words)> ProblemsOf(WallFields fields, DateTimeOffset now)
    {
        if (LineProblem(fields.Name, "a name, such as A&E corridor") is { } name) yield return ("wall-name", name);
        if (LineProblem(fields.Where, "where it hangs") is { } where) yield return ("wall-where", where);
        if (!IsAddress(fields.Address.Trim())) yield return ("wall-address", "Enter an address that begins with /wall, such as /wall?views=boards,hospitals&seconds=20");
        if (fields.LastDay is not { } day) yield return ("wall-until", "Enter the last day on which it may look");
        else if (UkTime.Midnight(day.AddDays(1)) is var ends && (ends <= now || ends > now + WallBook.Longest)) yield return ("wall-until", "Enter a day from today to a year from today");
    }

    private static string? LineProblem(string text, string what) =>
        text.Any(char.IsControl) ? $"Enter {what}, on one line" : FreeText.ProblemOf(text, what, WallBook.LongestWords)?.TrimEnd('.');

    // Nothing but the wallboard, and nothing in it that it would not understand.
    private bool IsAddress(string address)
    {
        if (address.Length > WallBook.LongestWords || address.Any(letter => letter is '\\' or '#' or <= ' ')) return false;
        if (address == Page) return true;
        if (!address.StartsWith($"{Page}?", StringComparison.Ordinal)) return false;
        var query = QueryHelpers.ParseQuery(address[Page.Length..]);
        return query.Keys.All(Asked.Contains)
            && (!query.TryGetValue("board", out var board) || WallAddress.Of(footprint, null, null, board).Board is not null);
    }
}
