namespace SystemFlow.Feeds.Have;

/// <summary>The counts of one type of beds, as sent. Null where not sent, empty where sent without a value.</summary>
internal sealed class BedCount(int line)
{
    public int Line => line;

    public string? Type { get; private set; }

    /// <summary>Whether the elements taken are within its BedType: 2.0 takes the type from a value list.</summary>
    public bool IsInType { get; set; }

    /// <summary>The first element that was sent twice, which nothing tells apart; null when all are sent once.</summary>
    public string? Repeated { get; private set; }

    /// <summary>The most beds of this type.</summary>
    public string? Baseline { get; private set; }

    /// <summary>Vacant, staffed and usable at once.</summary>
    public string? Available { get; private set; }

    /// <summary>Takes an element within it; false when it is not one of these.</summary>
    public bool Take(string name, string text)
    {
        switch (name.ToLowerInvariant())
        {
            case "bedtype":
            case "value" when IsInType:
                Type = Once("BedType", Type, text);
                return true;
            case "valuelisturi":
                return true;
            case "baselinecount":
                Baseline = Once("BaselineCount", Baseline, text);
                return true;
            case "availablecount":
                Available = Once("AvailableCount", Available, text);
                return true;
            default:
                return false;
        }
    }

    private string Once(string name, string? before, string text)
    {
        if (before is not null) Repeated ??= name;
        return before ?? text;
    }
}
