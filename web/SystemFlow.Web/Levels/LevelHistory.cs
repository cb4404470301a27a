using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Levels;

/// <summary>One level of a place, from a moment on.</summary>
/// <param name="Level">Null when it was not known.</param>
/// <param name="Words">By which rules, or by whom, why and until when.</param>
public sealed record LevelLine(DateTimeOffset At, OpelLevel? Level, bool IsDeclared, string Words);

/// <summary>How a place's levels went, calculated and declared in one order.</summary>
public sealed class LevelHistory(IEventLog events, IRuleBook book, TimeProvider time)
{
    private const int MostLines = 100;
    private const int MostDeclared = 50;
    private static readonly TimeSpan Back = TimeSpan.FromDays(7);

    /// <summary>Seven days, newest first; at most 100 lines.</summary>
    /// <param name="until">The past moment at which they end; null for now.</param>
    public async Task<ImmutableArray<LevelLine>> OfAsync(PlaceCode place, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var now = until ?? time.GetUtcNow().AddSeconds(1);
        var calculated = await events.LevelsAsync(place, now - Back, now.AddTicks(1), cancellationToken);
        var declared = await events.DeclarationsAsync(place, now - Back, now, MostDeclared, cancellationToken);
        return
        [
            .. calculated.Select(level => new LevelLine(level.At, level.Level, false, WordsOf(level)))
                .Concat(declared.Select(level => new LevelLine(level.At, level.Level, true, WordsOf(level))))
                .OrderByDescending(line => line.At).Take(MostLines),
        ];
    }

    private string WordsOf(LevelRecord level) =>
        $"Calculated{(level.Score is { } score && !IsWorst(level) ? $", {FigureText.Score(score)} points" : "")}, by {level.Rules}";

    // Where the worst level counts there are no points.
    private bool IsWorst(LevelRecord level) => PressureRules.Shipped.Prepend(book.Current.Pressure)
        .Any(rules => rules.Combine is Combine.Worst && level.Rules == $"{rules.Name} {rules.Version}");

    private static string WordsOf(DeclaredLevel declared) =>
        $"Declared by {declared.By} until {DeclaredText.Until(declared)}: {declared.Reason} (calculated then: {LevelText.Of(declared.Calculated)})";
}
