namespace SystemFlow.Feeds.Simulated;

/// <summary>Bays that a hospital closes for norovirus and the like, now and then and more often in winter.</summary>
internal sealed class Infections(Chance chance)
{
    private readonly List<Outbreak> _outbreaks = [];

    public int Closed => _outbreaks.Sum(o => o.Beds);

    public int ClosedEmpty { get; private set; }

    public void StartDay(Minute now, int free)
    {
        _outbreaks.RemoveAll(o => o.EndsOn <= now.Day);
        if (_outbreaks.Count < 3 && chance.Happens(Calibration.OutbreaksADay * (1 + 2 * now.Winter)))
        {
            var beds = 4 + (int)(10 * chance.Next());
            var empty = Math.Min(free / 2, chance.Poisson(Calibration.ClosedEmptyShare * beds));
            _outbreaks.Add(new Outbreak(beds, Math.Min(beds, empty), now.Day + 3 + (int)(5 * chance.Next())));
        }

        ClosedEmpty = _outbreaks.Sum(o => o.Empty);
    }

    private readonly record struct Outbreak(int Beds, int Empty, int EndsOn);
}
