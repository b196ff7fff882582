import os, sys, math, random, json, collections
import pictures
from imdb import load_reviews, load_sentences
from tqdm.notebook import tqdm, trange
from IPython.display import clear_output, HTML
from check import check

for essai in trange(2):
    check("mean_pool")
%matplotlib inline
!pip install autograd
