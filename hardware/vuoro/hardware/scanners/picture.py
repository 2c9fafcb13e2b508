"""A grey picture. Importing this loads numpy: name it under TYPE_CHECKING where a kiosk starts."""

import numpy as np
import numpy.typing as npt

GreyImage = npt.NDArray[np.uint8]
"""Height × width, 0 black to 255 white, rows one after another."""
