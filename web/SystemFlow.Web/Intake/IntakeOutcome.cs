using SystemFlow.Feeds.Intake;

namespace SystemFlow.Web.Intake;

/// <summary>What became of a message: its rows were looked at one by one, or it was turned away whole.</summary>
/// <param name="Status">The HTTP status that says so.</param>
/// <param name="Answer">The counts; null when it was turned away.</param>
/// <param name="TurnedAway">Why nothing of it, or no more of it, was taken; null when its rows were looked at.</param>
internal sealed record IntakeOutcome(int Status, IntakeAnswer? Answer, RefusedBody? TurnedAway)
{
    /// <summary>When the sender may try again; null where that would not help, or is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Its rows were looked at: 422 when every one of them is refused.</summary>
    public static IntakeOutcome Of(IntakeAnswer answer)
    {
        var isAllRefused = answer.RejectedTotal > 0 && answer.Accepted + answer.Amended + answer.Duplicates == 0;
        return new(isAllRefused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, answer, null);
    }

    /// <summary>Nothing of it counts.</summary>
    public static IntakeOutcome Of(RefusedBody refused) => new(
        refused.Reason switch
        {
            Reasons.TooLarge or Reasons.TooManyRows => StatusCodes.Status413PayloadTooLarge,
            Reasons.LooksLikeAPatient => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status400BadRequest,
        },
        null, refused);

    /// <summary>The store refused part-way.</summary>
    public static IntakeOutcome Of(IntakeBrokenOffException brokenOff)
    {
        var kept = brokenOff.Answer.Accepted + brokenOff.Answer.Amended + brokenOff.Answer.Duplicates;
        var status = brokenOff.Why.IsBusy ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable;
        return new(status, null, new RefusedBody(
            "store-not-ready", $"{brokenOff.Message} {kept:N0} readings of this message are kept; sending all of it again is safe."))
        {
            RetryAfter = brokenOff.Why.RetryAfter,
        };
    }
}
