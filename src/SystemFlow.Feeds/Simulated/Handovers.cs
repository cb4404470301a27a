namespace SystemFlow.Feeds.Simulated;

/// <summary>Ambulance handovers since midnight, by how long they took.</summary>
internal sealed class Handovers
{
    private const int TargetMinutes = 15;

    public Tally Over15 { get; } = new();

    public Tally Over30 { get; } = new();

    public Tally Over45 { get; } = new();

    public Tally Over60 { get; } = new();

    public Tally From30To60 { get; } = new();

    public Tally MinutesLost { get; } = new();

    public void Add(int minutes)
    {
        if (minutes > 15) Over15.Add();
        if (minutes > 30) Over30.Add();
        if (minutes > 45) Over45.Add();
        if (minutes > 60) Over60.Add();
        if (minutes is > 30 and <= 60) From30To60.Add();
        MinutesLost.Add(Math.Max(0, minutes - TargetMinutes));
    }

    public void StartDay()
    {
        foreach (var tally in (Tally[])[Over15, Over30, Over45, Over60, From30To60, MinutesLost]) tally.StartDay();
    }
}
