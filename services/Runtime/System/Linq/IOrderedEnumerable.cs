// As .NET's, without its generic method.

using System.Collections.Generic;

namespace System.Linq;

public interface IOrderedEnumerable<out TElement> : IEnumerable<TElement>
{
}
