namespace SystemFlow.Feeds.Simulated;

/// <summary>What a board's hospitals can discharge to: its bed bases and its localities' care.</summary>
internal sealed class Community
{
    private readonly List<CommunityBeds> _beds = [];
    private readonly List<LocalityCare> _localities = [];

    public void Add(CommunityBeds beds) => _beds.Add(beds);

    public void Add(LocalityCare locality) => _localities.Add(locality);

    /// <summary>
    /// Puts a patient on the list of the base with the shortest one for its size; null where there is no base.
    /// </summary>
    public CommunityBeds? Refer()
    {
        var bed = _beds.MinBy(b => (b.Queue + b.Occupied) / (double)b.Open);
        bed?.Refer();
        return bed;
    }

    /// <summary>
    /// Where the patient lives, there is care to start; true too where the footprint has no localities.
    /// </summary>
    public bool TryStartPackage(Chance chance) => Pick(chance) is not { } locality || locality.TryStartPackage();

    /// <inheritdoc cref="TryStartPackage"/>
    public bool TryFillVacancy(Chance chance) => Pick(chance) is not { } locality || locality.TryFillVacancy();

    private LocalityCare? Pick(Chance chance)
    {
        if (_localities.Count == 0) return null;
        Span<double> people = stackalloc double[_localities.Count];
        for (var i = 0; i < people.Length; i++) people[i] = _localities[i].Population;
        return _localities[chance.Pick(people)];
    }
}
