using SystemFlow.Domain.Places;
using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Components.Words;

/// <summary>Feeds' keys in words.</summary>
internal static class KeyText
{
    /// <summary>What a key may write for.</summary>
    public static string Places(IReadOnlyCollection<PlaceCode> places, Footprint footprint) => places.Count == 0
        ? "Every place"
        : string.Join(", ", places.Select(code => footprint.TryFind(code.ToString(), out var place) ? place.ShortName : $"{code}, which is not in the footprint"));

    /// <summary>How much it may send.</summary>
    public static string Limit(int? perMinute) =>
        perMinute is { } own ? $"{FigureText.Number(own)} messages a minute" : "The server's own limit";

    /// <summary>Whether it works, and until when a secret that is being replaced does.</summary>
    public static string State(FeedKey key, DateTimeOffset now)
    {
        if (key.RevokedAt is { } ended) return $"Revoked {UkTime.DateAndClock(ended)} by {key.RevokedBy}";
        var leaving = key.Secrets.FirstOrDefault(secret => secret.EndsAt is not null && secret.Works(now));
        if (leaving is null) return "Works";
        var used = leaving.LastUsedAt is { } at && at >= key.Secrets[0].IssuedAt ? $"last sent {AgeText.Ago(now - at)}" : "not sent since the new one";
        return $"Works. The old secret too, until {UkTime.DateAndClock(leaving.EndsAt!.Value)}: {used}";
    }

    /// <summary>A line of history.</summary>
    public static string Of(KeyEvent done, Footprint footprint) => done.Act switch
    {
        KeyAct.Issued => $"Issued. {Of(done.Scope!, footprint)}",
        KeyAct.Changed => $"Changed. {Of(done.Scope!, footprint)}",
        KeyAct.Rotated when done.OldEndsAt > done.At => $"New secret; the old one works until {UkTime.DateAndClock(done.OldEndsAt.Value)}.",
        KeyAct.Rotated => "New secret; the old one ended at once.",
        _ => "Revoked: no secret of it works any more.",
    };

    private static string Of(KeyScope scope, Footprint footprint) =>
        $"{Places(scope.Places, footprint)}. {Limit(scope.MessagesPerMinute)}.{(scope.Note.Length == 0 ? "" : $" Note: {scope.Note}")}";
}
