using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Live;

/// <summary>The newest state of every place, on this node. Grains tell it; pages and the hub follow it.</summary>
public sealed class LiveView(Footprint footprint)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PlaceCode, PlaceState> _states =
        footprint.Places.ToDictionary(place => place.Code, place => PlaceState.Unknown(place.Code));
    private ImmutableArray<Follower> _followers = [];

    /// <summary>A place now.</summary>
    public PlaceState this[PlaceCode place]
    {
        get
        {
            lock (_gate) return _states[place];
        }
    }

    /// <summary>Every place now.</summary>
    public ImmutableDictionary<PlaceCode, PlaceState> All
    {
        get
        {
            lock (_gate) return _states.ToImmutableDictionary();
        }
    }

    /// <summary>Takes a place's state, unless a newer one is here.</summary>
    public void Changed(PlaceState state)
    {
        lock (_gate)
        {
            if (state.Version <= _states[state.Place].Version) return; // An older notice overtaken on the way.
            _states[state.Place] = state;
            foreach (var follower in _followers) follower.Offer(state);
        }
    }

    /// <summary>
    /// Those places now, then whatever has changed since the last batch was taken, each in its newest state, until
    /// cancelled. A slow follower skips states; it never slows the writer.
    /// </summary>
    public async IAsyncEnumerable<ImmutableArray<PlaceState>> FollowAsync(
        ImmutableHashSet<PlaceCode> places, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var follower = new Follower(places);
        lock (_gate)
        {
            foreach (var state in _states.Values) follower.Offer(state);
            _followers = _followers.Add(follower);
        }

        try
        {
            while (true) yield return await follower.TakeAsync(cancellationToken);
        }
        finally
        {
            lock (_gate) _followers = _followers.Remove(follower);
        }
    }

    /// <summary>The newest states that one follower has not taken yet: at most one for each place it follows.</summary>
    private sealed class Follower(ImmutableHashSet<PlaceCode> places)
    {
        private readonly Lock _gate = new();
        private readonly Channel<bool> _something = Channel.CreateBounded<bool>(1);
        private Dictionary<PlaceCode, PlaceState> _waiting = [];

        public void Offer(PlaceState state)
        {
            if (!places.Contains(state.Place)) return;
            lock (_gate)
            {
                if (_waiting.Count == 0) _something.Writer.TryWrite(true);
                _waiting[state.Place] = state;
            }
        }

        public async ValueTask<ImmutableArray<PlaceState>> TakeAsync(CancellationToken cancellationToken)
        {
            await _something.Reader.ReadAsync(cancellationToken);
            lock (_gate)
            {
                ImmutableArray<PlaceState> taken = [.. _waiting.Values];
                _waiting = [];
                return taken;
            }
        }
    }
}
