namespace SystemFlow.Operations.Events;

/// <summary>What one node tells the others that it changed in the event log's file, so that they read it again and show it.</summary>
/// <param name="What">One of the words here.</param>
/// <param name="Whose">The place, number or name that it is about; <c>-</c> where there is one for all.</param>
/// <param name="HasMessages">Whether messages were added to the outbox.</param>
internal readonly record struct EventNews(string What, string Whose, bool HasMessages = false)
{
    public const string Alert = "alert";
    public const string Level = "level";
    public const string Declared = "declared";
    public const string Planned = "planned";
    public const string Outbox = "outbox";
    public const string Action = "action";
    public const string Escalation = "escalation";
    public const string CardDeclined = "card-declined";
    public const string Call = "call";
    public const string Edition = "edition";
    public const string Distribution = "distribution";
    public const string Handover = "handover";

    /// <summary>For what there is one of.</summary>
    public const string All = "-";

    /// <summary>Reads what <see cref="ToString"/> spells; null where it is something else.</summary>
    public static EventNews? Of(string text) => text.Split(' ') switch
    {
        [var what, var whose] => new EventNews(what, whose),
        [var what, var whose, Outbox] => new EventNews(what, whose, HasMessages: true),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => HasMessages ? $"{What} {Whose} {Outbox}" : $"{What} {Whose}";
}
