using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages;

/// <summary>Which rules are tried.</summary>
internal enum RuleChoice
{
    /// <summary>Those in force.</summary>
    InForce,
    /// <summary>Those in force, with one changed.</summary>
    OneChanged,
    /// <summary>A set that somebody has written.</summary>
    Written,
}

/// <summary>What a person has filled in to run a back-test.</summary>
internal sealed class BacktestForm
{
    /// <summary>The lengths that can be chosen, in days, back from now.</summary>
    public static readonly int[] Lengths = [7, 30, 90];

    public RuleChoice Choice { get; set; }

    /// <summary>The code of the one rule that is changed.</summary>
    public string Rule { get; private set; } = "";

    public double? Raise { get; set; }

    public double? Clear { get; set; }

    public double? HoldMinutes { get; set; }

    /// <summary>A whole rule set.</summary>
    public string Json { get; set; } = "";

    public string Place { get; set; } = "";

    /// <summary>Days back from now; 0 for the dates.</summary>
    public int Days { get; set; } = 30;

    public DateOnly? From { get; set; }

    /// <summary>The last day, itself included.</summary>
    public DateOnly? To { get; set; }

    /// <summary>Takes a rule's own numbers as the start of a change.</summary>
    public void Pick(AlertRuleSet rules, string code)
    {
        if (rules.Rules.FirstOrDefault(rule => rule.Code == code) is not { } rule) return;
        (Rule, Raise, Clear, HoldMinutes) = (code, rule.All[0].Raise, rule.All[0].Clear, rule.Hold.TotalMinutes);
    }

    /// <summary>What to run; or everything that is wrong with what was filled in.</summary>
    public (BacktestTerms? Terms, ImmutableArray<string> Problems) Read(
        RuleBook book, Footprint footprint, MetricDictionary dictionary, DateTimeOffset now)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var inForce = new BacktestRules("In force", book.Alerts, book.Pressure);
        var tried = inForce with { Name = "Tried", Alerts = Tried(book.Alerts, dictionary, footprint, problems) };
        if (!footprint.TryFind(Place, out var place)) problems.Add("Choose a place.");
        else if (Choice is RuleChoice.OneChanged && Unwatched(tried.Alerts, place, footprint) is { } unwatched) problems.Add(unwatched);
        var (from, to) = Days > 0 ? (now.AddDays(-Days), now) : Dates(now, problems);
        if (problems.Count > 0) return (null, problems.ToImmutable());
        var terms = new BacktestTerms(tried, place!.Code, from, to);
        return (Choice is RuleChoice.InForce ? terms with { Candidate = inForce } : terms with { InForce = inForce }, []);
    }

    private static bool IsWatched(AlertRule rule, Place top, Footprint footprint) =>
        rule.Watches(top) || footprint.MembersOf(top.Code).Any(member => IsWatched(rule, member, footprint));

    private string? Unwatched(AlertRuleSet rules, Place top, Footprint footprint) =>
        rules.Rules.FirstOrDefault(rule => rule.Code == Rule) is { } rule && !IsWatched(rule, top, footprint)
            ? $"{rule.Name} does not watch {top.ShortName} or anything under it. It watches places of these kinds: {string.Join(", ", rule.Kinds.Select(RuleText.Kind)).ToLowerInvariant()}."
            : null;

    private AlertRuleSet Tried(
        AlertRuleSet inForce, MetricDictionary dictionary, Footprint footprint, ImmutableArray<string>.Builder problems)
    {
        try
        {
            return Choice switch
            {
                RuleChoice.InForce => inForce,
                RuleChoice.Written => AlertRuleSet.Parse(Json, dictionary, footprint),
                _ => AlertRuleSet.Parse(Changed(inForce).ToJson(), dictionary, footprint), // Changed numbers can contradict each other.
            };
        }
        catch (FormatException error)
        {
            problems.Add(error.Message);
            return inForce;
        }
    }

    private AlertRuleSet Changed(AlertRuleSet inForce)
    {
        var rule = inForce.Rules.FirstOrDefault(rule => rule.Code == Rule) ?? throw new FormatException("Choose the rule to change.");
        if (HoldMinutes is not (>= 0 and <= 24 * 60)) throw new FormatException("The hold must be 0 to 1,440 minutes.");
        var changed = rule with
        {
            All = rule.All.SetItem(0, rule.All[0] with { Raise = Raise, Clear = Clear }),
            Hold = TimeSpan.FromMinutes(HoldMinutes.Value),
            Enabled = true,
        };
        return inForce with { Rules = inForce.Rules.Replace(rule, changed) };
    }

    private (DateTimeOffset From, DateTimeOffset To) Dates(DateTimeOffset now, ImmutableArray<string>.Builder problems)
    {
        if (From is not { } first || To is not { } last)
        {
            problems.Add("Enter the first and the last day.");
            return (now, now);
        }

        var (from, to) = (UkTime.Midnight(first), UkTime.Midnight(last.AddDays(1)));
        if (to <= from) problems.Add("The last day must not be before the first.");
        if (to - from > BacktestTerms.Longest) problems.Add($"Choose at most {BacktestTerms.Longest.Days} days.");
        return (from, to);
    }
}
