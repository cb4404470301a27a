using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Api;

/// <summary><c>?at=</c>: the past moment that a request asks about.</summary>
internal static class AtQuery
{
    /// <summary>For summaries of routes.</summary>
    public const string Summary = "With ?at= as it was known at that moment: 2026-11-27T04:15Z, with any offset, or without one the time in England; now for what is live.";

    /// <summary>Whether a request asks about now, as it does without a moment.</summary>
    public static bool IsNow([NotNullWhen(false)] string? at) => MomentText.AsksForNow(at);

    /// <summary>What was known of every place at the moment that a request asks about, or why there is no answer.</summary>
    public static async Task<(Past? Past, ProblemHttpResult? Problem)> ReadAsync(
        string at, PastView view, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var past = await view.AskAsync(at, cancellationToken);
        if (past.Outcome is PastOutcome.Busy) AskAgainLater(response);
        return past.Outcome switch
        {
            PastOutcome.Known => (past, null),
            PastOutcome.NoMoment => (null, Problem(StatusCodes.Status400BadRequest,
                $"'{MomentText.Name}' must be a moment such as 2026-11-27T04:15Z, or 2026-11-27T04:15 for the time in England.")),
            PastOutcome.InTheFuture => (null, Problem(StatusCodes.Status400BadRequest,
                $"'{MomentText.Name}' is in the future: it is {UkTime.Machine(time.GetUtcNow())} here. Leave it out for what is known now.")),
            PastOutcome.BeforeTheRecord => (null, Problem(StatusCodes.Status404NotFound, PastText.Nothing(past))),
            _ => (null, Problem(StatusCodes.Status503ServiceUnavailable, PastText.Nothing(past))),
        };
    }

    /// <summary>Says when it is worth asking again.</summary>
    public static void AskAgainLater(HttpResponse response) =>
        response.Headers.RetryAfter = ReadTurns.TryAgain.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
