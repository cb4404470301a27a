using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Api;

/// <summary>Levels as JSON: calculated and declared beside each other, never one in the other's place.</summary>
internal static class LevelsApi
{
    public static void MapLevels(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1/levels").WithTags("Levels").MapGet("", ReadAllAsync)
            .WithSummary($"Every place's calculated level with its score, range and completeness, and the level that a person declared. {AtQuery.Summary}");

    private static async Task<Results<Ok<PlaceLevels[]>, ProblemHttpResult>> ReadAllAsync(
        string? at, Footprint footprint, LiveView live, PastView view, IEventLog events, TimeProvider time, HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (AtQuery.IsNow(at)) return Answer(place => live[place], events.DeclaredAt(time.GetUtcNow()));
        var (past, problem) = await AtQuery.ReadAsync(at, view, time, response, cancellationToken);
        return problem is not null ? problem : Answer(place => past!.States[place], past!.Events.Declared);

        Ok<PlaceLevels[]> Answer(Func<PlaceCode, PlaceState> stateOf, ImmutableDictionary<PlaceCode, DeclaredLevel> declared) => TypedResults.Ok(
            footprint.Places.Select(place => PlaceLevels.Of(place, stateOf(place.Code), declared.GetValueOrDefault(place.Code))).ToArray());
    }

    /// <summary>A place's levels.</summary>
    /// <param name="At">When the calculated level was worked out. UTC.</param>
    private sealed record PlaceLevels(
        PlaceCode Place, string Name, PlaceKind Kind, DateTimeOffset At, CalculatedLevel Calculated, DeclaredNow? Declared)
    {
        public static PlaceLevels Of(Place place, PlaceState state, DeclaredLevel? declared) => new(
            place.Code, place.Name, place.Kind, state.At, CalculatedLevel.Of(state.Pressure),
            declared is null ? null : new DeclaredNow(
                declared.Level, declared.Reason, declared.By, declared.At, declared.Until, declared.Calculated));
    }

    /// <summary>Level and score are left out where too little is known.</summary>
    /// <param name="Lowest">The score if everything missing were calm.</param>
    /// <param name="Highest">The score if everything missing were at its worst.</param>
    /// <param name="Known">Measures, or members, that are known.</param>
    /// <param name="Expected">Of how many.</param>
    private sealed record CalculatedLevel(OpelLevel? Level, double? Score, double Lowest, double Highest, int Known, int Expected)
    {
        public static CalculatedLevel Of(Pressure pressure) => new(
            pressure.Level, pressure.Score, pressure.Lowest, pressure.Highest, pressure.Coverage.Reporting, pressure.Coverage.Expected);
    }

    /// <param name="CalculatedThen">What was calculated when it was declared.</param>
    private sealed record DeclaredNow(
        OpelLevel Level, string Reason, string By, DateTimeOffset At, DateTimeOffset Until, OpelLevel? CalculatedThen);
}
