namespace SystemFlow.Feeds.Simulated;

/// <summary>A hospital's adult critical care: who finds it full is looked after elsewhere.</summary>
internal sealed class CriticalCare(Chance chance, int open, double usual)
{
    private const double StayDays = 4; // Synthetic.

    public int Open => open;

    public int Occupied { get; private set; } = (int)usual;

    public void Step(Minute now)
    {
        var winter = now.More(0.1);
        // A little more is offered than can be taken, since some find it full.
        Occupied = Math.Min(open, Occupied + chance.Poisson(1.08 * usual * winter / StayDays / Minute.PerDay));
        if (now.Hour is >= 10 and < 20)
        {
            Occupied -= Math.Min(Occupied, chance.Poisson(Occupied * 2.4 / StayDays / Minute.PerDay));
        }
    }
}
