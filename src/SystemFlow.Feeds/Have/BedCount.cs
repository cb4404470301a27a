namespace SystemFlow.Feeds.Have;

/// <summary>The counts of one type of beds, as sent. Null where not sent, empty where sent without a value.</summary>
internal sealed class BedCount(int line)
{
    public int Line => line;

    public string? Type { get; private set; }

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
                Type = text;
                return true;
            case "value" when Type is null:
                Type = text; // 2.0 takes the type from a value list.
                return true;
            case "valuelisturi":
                return true;
            case "baselinecount":
                Baseline = text;
                return true;
            case "availablecount":
                Available = text;
                return true;
            default:
                return false;
        }
    }
}
