using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;

namespace SystemFlow.Operations.Notices;

/// <summary>The words of a message: what, where, how much, since when, what to do. Counts and places, never a patient.</summary>
public static class NoticeText
{
    private const string ExerciseMark = "Exercise: ";
    private const int LongestSubject = 150;

    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary><c>Critical: Bed occupancy high, Lister</c>, in one line; an exercise says so first.</summary>
    public static string Subject(Place place, AlertRule rule, AlertState state, AlertEvent told, bool isExercise) =>
        Subject($"{state.Severity}: {rule.Name}, {place.ShortName}{Again(told)}", isExercise);

    /// <summary>Any subject: in one line, at most 150 characters, an exercise marked.</summary>
    public static string Subject(string words, bool isExercise)
    {
        var line = (isExercise ? ExerciseMark : "") + new string([.. words.Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Length <= LongestSubject ? line : line[..(LongestSubject - 1)] + "…";
    }

    /// <summary>The text, without a link: links are made when it is sent.</summary>
    public static string Body(Place place, AlertRule rule, AlertState state, AlertEvent told, bool isExercise)
    {
        string[] lines =
        [
            .. isExercise ? ["EXERCISE: simulated or replayed figures. Nothing real has happened.", ""] : Array.Empty<string>(),
            $"{rule.Name} at {place.Name}.",
            $"{(state.Words.Length > 0 ? state.Words : told.Words).TrimEnd('.')}.",
            $"Since {Moment(BeganAt(state) ?? told.At)}, UK time.",
            .. told.Kind is AlertEventKind.Escalated ? ["Nobody has answered yet, so it comes to you."] : Array.Empty<string>(),
            .. told.Kind is AlertEventKind.Woke ? ["It had been put off; that time is over and it still holds."] : Array.Empty<string>(),
            "",
            $"What to do: {rule.Action}",
        ];
        return string.Join('\n', lines);
    }

    /// <summary><c>5:30pm on 6 August 2018</c>, as the clock on the wall in England; the hour that comes twice says which.</summary>
    public static string Moment(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, London);
        var which = !London.IsAmbiguousTime(local) ? "" : local.Offset == TimeSpan.Zero ? " GMT" : " BST";
        return $"{local.ToString("h:mmtt", English).ToLowerInvariant()}{which} on {local.ToString("d MMMM yyyy", English)}";
    }

    /// <summary>A way, as ids and settings spell it.</summary>
    public static string Of(Channel channel) => channel switch
    {
        Channel.Email => "email",
        Channel.Webhook => "webhook",
        _ => "screen",
    };

    // An episode is named for the moment at which its conditions began to hold.
    private static DateTimeOffset? BeganAt(AlertState state) =>
        long.TryParse(state.Episode[(state.Episode.LastIndexOf('/') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var began)
            ? DateTimeOffset.FromUnixTimeMilliseconds(began)
            : state.FiredAt;

    private static string Again(AlertEvent told) => told.Kind switch
    {
        AlertEventKind.Escalated => " (not answered yet)",
        AlertEventKind.Woke => " (after being put off)",
        _ => "",
    };
}
