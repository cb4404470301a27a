using System.Collections.Immutable;

namespace SystemFlow.Web.Calls;

/// <summary>Who has a call's page open on this node, so that those on the call see each other.</summary>
public sealed class CallPresence
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, ImmutableList<Visit>> _visits = ImmutableDictionary<string, ImmutableList<Visit>>.Empty;

    /// <summary>Told when somebody comes or goes, with the call's name.</summary>
    public event Action<string>? Changed;

    /// <summary>Notes that somebody has the page open, until what is given back is disposed of.</summary>
    /// <param name="who">Name and role; null for somebody who is not signed in.</param>
    public IDisposable Come(string call, string? who)
    {
        var visit = new Visit(this, call, who);
        lock (_gate) _visits = _visits.SetItem(call, _visits.GetValueOrDefault(call, []).Add(visit));
        Changed?.Invoke(call);
        return visit;
    }

    /// <summary>The people on a call's page by name, each once, in the order in which they came, and how many look on without a name.</summary>
    public (ImmutableArray<string> Named, int Others) On(string call)
    {
        var visits = Volatile.Read(ref _visits).GetValueOrDefault(call, []);
        return ([.. visits.Select(visit => visit.Who).OfType<string>().Distinct()], visits.Count(visit => visit.Who is null));
    }

    private void Go(Visit visit)
    {
        lock (_gate)
        {
            var left = _visits.GetValueOrDefault(visit.Call, []).Remove(visit);
            _visits = left.IsEmpty ? _visits.Remove(visit.Call) : _visits.SetItem(visit.Call, left);
        }

        Changed?.Invoke(visit.Call);
    }

    private sealed class Visit(CallPresence presence, string call, string? who) : IDisposable
    {
        private bool _isGone;

        public string Call => call;

        public string? Who => who;

        public void Dispose()
        {
            if (_isGone) return;
            _isGone = true;
            presence.Go(this);
        }
    }
}
